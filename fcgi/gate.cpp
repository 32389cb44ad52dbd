#include "fcgi/gate.h"

#include "tenancy/policy/decision.h"

#include <algorithm>
#include <array>
#include <cstdlib>
#include <ctime>
#include <utility>

namespace joingate {
namespace {

/// Bounds what a pattern of a policy can be made to run over (spec "policy", section 10).
constexpr std::size_t kLongestAgent = 1024;

/// Of the caller's own text, what helps to find the difference.
constexpr std::size_t kMostShown = 65536;

std::string shown(std::string text) {
    if (text.size() > kMostShown) text.resize(kMostShown);
    return text;
}

std::string utc_text(std::int64_t seconds) {
    const auto time = static_cast<std::time_t>(seconds);
    std::tm broken_down{};
    gmtime_r(&time, &broken_down);
    std::array<char, sizeof "YYYY-MM-DDThh:mm:ssZ"> text{};
    const auto length = std::strftime(text.data(), text.size(), "%Y-%m-%dT%H:%M:%SZ", &broken_down);
    return {text.data(), length};
}

std::vector<std::string_view> ids_of(const Action& action, const PolicyResource& resource,
                                     const Inputs& inputs) {
    if (resource.id == "*") return {resource.id};
    if (action.field(resource.id)->most_items()) return inputs.texts(resource.id);
    return {inputs.text(resource.id)};
}

} // namespace

Gate::Gate(const Directory& directory, NonceStore& nonces, RateLimiter& rates, Settings settings)
    : directory_{directory},
      nonces_{nonces},
      rates_{rates},
      settings_{std::move(settings)},
      nobody_{"the secret of no key"} {}

void Gate::check_signature(const Request& request, const Params& params, const Envelope& envelope,
                           const SigningKey& key) const {
    if (envelope.form == Envelope::Form::V1) {
        if (!signature::matches_v1(key, envelope.method_v1, request.method, params,
                                   envelope.signature))
            throw Error{Code::SignatureDoesNotMatch}.about(
                signature::string_to_sign_v1(request.method, params, kMostShown));
        return;
    }
    const auto& authorization = *envelope.authorization_v3;
    if (const auto name = signature::unsigned_header(request.headers, authorization, request.body))
        throw Error{Code::IncompleteSignature, "not signed: " + *name};
    const auto canonical = signature::canonical_v3(request.method, "/", params, request.headers,
                                                   authorization, request.body);
    if (!signature::declares_body(request.headers, canonical) ||
        !signature::matches_v3(key, canonical.string_to_sign, envelope.signature))
        throw Error{Code::SignatureDoesNotMatchV3}.about(
            shown("server StringToSign is [" + canonical.string_to_sign +
                  "] server CanonicalRequest is [" + canonical.canonical_request + "]"));
}

Caller Gate::authenticate(const Request& request, const Params& params, const Envelope& envelope,
                          const db::Deadline& deadline) const {
    const auto principal = directory_.find_key(envelope.access_key_id, deadline);
    if (!principal) {
        try {
            check_signature(request, params, envelope, nobody_);
        } catch (const Error&) { // NOLINT(bugprone-empty-catch): only its cost was wanted
        }
        throw Error{Code::InvalidAccessKeyIdNotFound};
    }
    if (!principal->key_active) throw Error{Code::InvalidAccessKeyIdInactive};
    if (!envelope.security_token.empty()) throw Error{Code::InvalidSecurityTokenMismatch};

    const auto stamp = signature::parse_time(envelope.stamp);
    if (!stamp) throw Error{Code::InvalidTimeStampFormat};
    const auto now = SharedMemory::Moment::now();
    const auto ahead = *stamp - now.second();
    if (std::llabs(ahead) > settings_.window.count())
        throw Error{Code::InvalidTimeStampExpired,
                    "stamp is " + std::to_string(ahead) + " s from the server's clock"};

    check_signature(request, params, envelope, principal->key);

    admit_account(*principal->account);
    const auto refuse_forgotten = [&] {
        if (*stamp <= nonces_.forgotten(now))
            throw Error{Code::ServiceUnavailable, "its nonce may be forgotten: the shared memory "
                                                  "is younger, or the clock was set back"};
    };
    refuse_forgotten();
    // A stamp may lie a window ahead: its nonce is kept until the stamp itself has expired.
    const auto keep = static_cast<std::uint32_t>(ahead + settings_.window.count() +
                                                 NonceStore::kGraceSeconds + 1);
    switch (nonces_.use(envelope.access_key_id, envelope.nonce, keep)) {
    case NonceStore::Verdict::Fresh: refuse_forgotten(); break;
    case NonceStore::Verdict::Used: throw Error{Code::SignatureNonceUsed};
    case NonceStore::Verdict::Full:
        throw Error{Code::ServiceUnavailable, "the nonce table is full"};
    case NonceStore::Verdict::Lost:
        throw Error{Code::ServiceUnavailable, "the shared memory was removed"};
    }
    return Caller{principal, std::string{envelope.nonce}, *stamp};
}

void Gate::admit_account(const Account& account) const {
    count(account.name, {}, account_ceiling(account.rates));
}

void Gate::admit(const Caller& caller, const Action& action) const {
    const auto& account = caller.account();
    count(account.name, action.name(), account.rate(action.name()));
}

void Gate::count(std::string_view account, std::string_view action, unsigned limit) const {
    const auto verdict = rates_.admit(account, action, limit);
    switch (verdict.kind) {
    case RateLimiter::Verdict::Kind::Accepted: return;
    case RateLimiter::Verdict::Kind::Throttled:
        throw Error{Code::ThrottlingUser}.retry_after(verdict.retry_after_millis);
    case RateLimiter::Verdict::Kind::Full:
        throw Error{Code::ServiceUnavailable, "the rate table is full"};
    }
}

void Gate::authorize(const Request& request, const Caller& caller, const Action& action,
                     const Inputs& inputs) const {
    const auto& account = caller.account();
    const auto& principal = caller.principal();

    if (principal.user) { // the root account may do everything in its own account (policy E3)
        const auto uid = std::to_string(account.uid);
        const auto name = "linkwan:" + std::string{action.name()};
        const auto arn = "acs:ram::" + uid + ":user/" + *principal.user;
        const auto now = utc_text(SharedMemory::Moment::now().second());

        policy::Question question;
        question.action = name;
        for (const auto& resource : action.resources())
            for (const auto id : ids_of(action, resource, inputs))
                question.resources.push_back("acs:linkwan:" + settings_.region + ':' + uid + ':' +
                                             std::string{resource.type} + '/' + std::string{id});
        question.context = {{"acs:SourceIp", request.peer_address},
                            {"acs:CurrentTime", now},
                            {"acs:SecureTransport", request.tls ? "true" : "false"},
                            {"acs:PrincipalARN", arn},
                            {"acs:AccessId", principal.access_key_id}};
        if (const auto agent = request.header("user-agent"))
            question.context.emplace_back("acs:UserAgent", agent->substr(0, kLongestAgent));

        const policy::Asker asker{uid, *principal.user, {}, principal.policies, {}, {}};
        const auto decision = policy::decide(asker, question);
        if (decision != policy::Decision::Allow)
            throw Error{Code::ForbiddenByRam,
                        decision == policy::Decision::ImplicitDeny
                            ? "no policy of user " + *principal.user + " allows it"
                            : "denied to user " + *principal.user};
    }
    if (account.blocked) throw Error{Code::ForbiddenByRiskControl};
    if (!account.activated && action.needs_activation())
        throw Error{Code::CloudProductNotActivated};
    if (!action.feature().empty() && account.features.count(action.feature()) == 0)
        throw Error{Code::FeatureNotActivated, std::string{action.feature()}};
}

} // namespace joingate
