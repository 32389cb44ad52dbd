#include "tenancy/policy/decision.h"

#include "tenancy/policy/arn.h"
#include "tenancy/policy/pattern.h"
#include "tenancy/policy/statement.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>

namespace joingate::policy {
namespace {

/// Resources are decided this many at a time, one bit each: nothing is allocated, and conditions
/// are looked at once per statement rather than once per resource.
constexpr std::size_t kGroup = 64;

struct Resources {
    std::array<Arn, kGroup> arns;
    std::size_t count = 0;

    std::uint64_t all() const noexcept {
        return count == 0 ? 0 : ~std::uint64_t{0} >> (kGroup - count);
    }
};

struct Request {
    const Asker& asker;
    ActionName action;
    bool assumes_role;
    const Context& context;
    Effort& effort;
};

bool same(std::string_view one, std::string_view other) noexcept {
    return equals(one, other, LetterCase::Ignored);
}

bool is_root(const Asker& asker) noexcept {
    return !asker.user && !asker.role;
}

/// EUIs, decimal ids and RAM names have no case; what other services mean by theirs is not known
/// (M7).
LetterCase letter_case_of(std::string_view service) noexcept {
    const bool served = service == "linkwan" || service == "ram" || service == "sts";
    return served ? LetterCase::Ignored : LetterCase::Exact;
}

bool matches_action(const Statement& statement, const Request& request) noexcept {
    const auto& action = request.action;
    return std::any_of(statement.actions.begin(), statement.actions.end(), [&](const auto& listed) {
        return matches(listed.service, action.service, LetterCase::Ignored, request.effort) &&
               matches(listed.name, action.name, LetterCase::Ignored, request.effort);
    });
}

bool matches_resource(const ResourcePattern& pattern, const Arn& arn, Effort& effort) noexcept {
    return matches(pattern.service, arn.service, LetterCase::Exact, effort) &&
           (pattern.region.empty() ||
            matches(pattern.region, arn.region, LetterCase::Exact, effort)) &&
           matches(pattern.account, arn.account, LetterCase::Exact, effort) &&
           matches(pattern.relative_id, arn.relative_id, letter_case_of(arn.service), effort);
}

std::uint64_t matching(const Statement& statement, const Resources& resources,
                       Effort& effort) noexcept {
    std::uint64_t hits = 0;
    for (std::size_t i = 0; i < resources.count; ++i) {
        const bool listed = std::any_of(
            statement.resources.begin(), statement.resources.end(), [&](const auto& pattern) {
                return matches_resource(pattern, resources.arns[i], effort);
            });
        if (listed != statement.not_resource) hits |= std::uint64_t{1} << i;
    }
    return hits;
}

bool trusts(const Statement& statement, const Asker& asker) noexcept {
    return std::any_of(statement.principals.begin(), statement.principals.end(),
                       [&](const TrustedPrincipal& trusted) {
                           if (trusted.account != asker.account) return false;
                           switch (trusted.kind) {
                           case TrustedPrincipal::Kind::Account: return true;
                           case TrustedPrincipal::Kind::User:
                               return asker.user && same(trusted.name, *asker.user);
                           case TrustedPrincipal::Kind::Role:
                               return asker.role && same(trusted.name, *asker.role);
                           }
                           return false;
                       });
}

/// A condition that cannot be determined never opens anything and never lifts a Deny (C5).
bool conditions_let_apply(const Statement& statement, const Request& request) noexcept {
    const auto truth = all_met(statement.conditions, request.context, request.effort);
    return truth == Truth::True ||
           (truth == Truth::Undetermined && statement.effect == Effect::Deny);
}

/// What one set of documents says about all resources together (E1, E6).
Decision evaluate(const DocumentPtr* documents, std::size_t count, bool trust,
                  const Request& request, const Resources& resources) noexcept {
    auto not_yet_allowed = resources.all();
    for (std::size_t i = 0; i < count; ++i) {
        const Document* const document = documents[i].get();
        // A trust policy names no resources: as an identity policy it would be misread.
        if (document == nullptr || (document->kind() == Kind::Trust) != trust)
            return Decision::ExplicitDeny;
        for (const auto& statement : document->statements()) {
            const bool allow = statement.effect == Effect::Allow;
            if (allow && not_yet_allowed == 0) continue;
            if (matches_action(statement, request) == statement.not_action) continue;
            std::uint64_t hits = 0;
            if (!trust)
                hits = matching(statement, resources, request.effort);
            else if (trusts(statement, request.asker))
                hits = resources.all();
            if (hits == 0 || !conditions_let_apply(statement, request)) continue;
            if (!allow) return Decision::ExplicitDeny;
            not_yet_allowed &= ~hits;
        }
    }
    return not_yet_allowed == 0 ? Decision::Allow : Decision::ImplicitDeny;
}

/// E7, with its two exceptions.
bool within_reach(const Arn& arn, const Request& request) noexcept {
    if (request.assumes_role) {
        const auto role = name_after("role/", arn.relative_id);
        return arn.service == "ram" && arn.region.empty() && is_account(arn.account) && role &&
               is_role_name(*role);
    }
    if (arn.account == request.asker.account) return true;
    const auto policy = name_after("policy/", arn.relative_id);
    return same(request.action.service, "ram") && arn.service == "ram" && arn.region.empty() &&
           arn.account == "system" && policy && !policy->empty();
}

/// False where one is not a concrete ARN (E12) or is out of reach.
bool read_resources(const std::string* texts, std::size_t count, const Request& request,
                    Resources& resources) noexcept {
    for (resources.count = 0; resources.count < count; ++resources.count) {
        const auto arn = split_arn(texts[resources.count]);
        if (!arn || !fault_of(*arn, Wildcards::Refused).empty() || !within_reach(*arn, request))
            return false;
        resources.arns[resources.count] = *arn;
    }
    return true;
}

/// Every set of documents must allow (E5, E8); an explicit deny of any is reported as such.
Decision decide_group(const Request& request, const Resources& resources) noexcept {
    const Asker& asker = request.asker;
    if (is_root(asker)) return request.assumes_role ? Decision::ExplicitDeny : Decision::Allow;

    auto decision =
        evaluate(asker.identity.data(), asker.identity.size(), false, request, resources);
    if (asker.role && asker.session)
        decision = std::min(decision, evaluate(&*asker.session, 1, false, request, resources));
    if (request.assumes_role)
        decision =
            std::min(decision, asker.trust ? evaluate(&*asker.trust, 1, true, request, resources)
                                           : Decision::ImplicitDeny);
    return decision;
}

} // namespace

Decision decide(const Asker& asker, const Question& question) noexcept {
    Effort effort;
    return decide(asker, question, effort);
}

Decision decide(const Asker& asker, const Question& question, Effort& effort) noexcept {
    const auto action = parse_action(question.action, Wildcards::Refused);
    if (!action || question.resources.empty() || !is_account(asker.account) ||
        (asker.user && asker.role))
        return Decision::ExplicitDeny;
    const Request request{asker, *action, same(question.action, "sts:AssumeRole"), question.context,
                          effort};
    if (request.assumes_role && question.resources.size() != 1) return Decision::ExplicitDeny;

    auto decision = Decision::Allow;
    Resources resources;
    for (std::size_t first = 0; first < question.resources.size(); first += kGroup) {
        const auto count = std::min(kGroup, question.resources.size() - first);
        if (!read_resources(&question.resources[first], count, request, resources))
            return Decision::ExplicitDeny;
        decision = std::min(decision, decide_group(request, resources));
        // What did not fit for want of effort may be a Deny.
        if (effort.is_spent()) return Decision::ExplicitDeny;
    }
    return decision;
}

} // namespace joingate::policy
