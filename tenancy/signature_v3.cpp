#include "tenancy/signature.h"

#include <algorithm>
#include <array>

namespace joingate::signature {
namespace {

constexpr std::string_view kAlgorithm{"ACS3-HMAC-SHA256"};
constexpr std::size_t kMostSignedHeaders = 100;
constexpr std::array<std::string_view, 6> kAlwaysSigned{
    "host",       "x-acs-action",          "x-acs-content-sha256",
    "x-acs-date", "x-acs-signature-nonce", "x-acs-version"};

std::string_view without_outer_spaces(std::string_view text) {
    constexpr std::string_view kSpaces{" \t"};
    const auto first = text.find_first_not_of(kSpaces);
    if (first == std::string_view::npos) return {};
    return text.substr(first, text.find_last_not_of(kSpaces) - first + 1);
}

/// Cuts the text off up to the separator, which goes too.
std::string_view take(std::string_view& text, char separator) {
    const auto end = std::min(text.find(separator), text.size());
    const auto taken = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    return taken;
}

std::string_view header(const Headers& headers, std::string_view name) {
    const auto found = std::find_if(headers.begin(), headers.end(),
                                    [&](const auto& one) { return one.first == name; });
    return found == headers.end() ? std::string_view{} : std::string_view{found->second};
}

std::string* field(AuthorizationV3& authorization, std::string_view name) {
    if (name == "Credential") return &authorization.credential;
    if (name == "SignedHeaders") return &authorization.signed_headers_text;
    if (name == "Signature") return &authorization.signature;
    return nullptr;
}

void append_canonical_query(std::string& out, const Params& params) {
    bool first = true;
    for (const auto& [name, value] : params.query()) {
        if (!first) out += '&';
        first = false;
        out += percent_encode(name);
        out += '=';
        out += percent_encode(value);
    }
}

} // namespace

std::optional<AuthorizationV3> parse_authorization_v3(std::string_view header) {
    if (take(header, ' ') != kAlgorithm) return std::nullopt;

    AuthorizationV3 authorization;
    while (!header.empty()) {
        auto value = without_outer_spaces(take(header, ','));
        auto* const given = field(authorization, take(value, '='));
        if (given == nullptr || !given->empty() || value.empty()) return std::nullopt;
        *given = value;
    }
    if (authorization.credential.empty() || authorization.signed_headers_text.empty() ||
        authorization.signature.empty())
        return std::nullopt;

    std::string_view names{authorization.signed_headers_text};
    while (!names.empty()) {
        if (authorization.signed_headers.size() == kMostSignedHeaders) return std::nullopt;
        authorization.signed_headers.emplace_back(take(names, ';'));
        const auto last = std::prev(authorization.signed_headers.end());
        // Twice the same one adds nothing but length.
        if (std::find(authorization.signed_headers.begin(), last, *last) != last)
            return std::nullopt;
    }
    return authorization;
}

std::optional<std::string> unsigned_header(const Headers& headers,
                                           const AuthorizationV3& authorization,
                                           std::string_view body) {
    const auto& names = authorization.signed_headers;
    const auto is_signed = [&](std::string_view name) {
        return std::find(names.begin(), names.end(), name) != names.end();
    };
    const auto has_to_be = [&](std::string_view name) {
        return name.substr(0, 6) == "x-acs-" || (name == "content-type" && !body.empty());
    };

    for (const auto name : kAlwaysSigned)
        if (!is_signed(name)) return std::string{name};
    for (const auto& [name, value] : headers)
        if (has_to_be(name) && !is_signed(name)) return name;
    return std::nullopt;
}

CanonicalV3 canonical_v3(std::string_view method, std::string_view path, const Params& params,
                         const Headers& headers, const AuthorizationV3& authorization,
                         std::string_view body) {
    CanonicalV3 canonical;
    canonical.body_sha256 = sha256_hex(body);

    auto& request = canonical.canonical_request;
    request.reserve(1024);
    request += method;
    request += '\n';
    request += path;
    request += '\n';
    append_canonical_query(request, params);
    request += '\n';
    for (const auto& name : authorization.signed_headers) {
        request += name;
        request += ':';
        request += without_outer_spaces(header(headers, name));
        request += '\n';
    }
    request += '\n';
    request += authorization.signed_headers_text;
    request += '\n';
    request += canonical.body_sha256;

    canonical.string_to_sign = kAlgorithm;
    canonical.string_to_sign += '\n';
    canonical.string_to_sign += sha256_hex(request);
    return canonical;
}

bool declares_body(const Headers& headers, const CanonicalV3& canonical) {
    return without_outer_spaces(header(headers, "x-acs-content-sha256")) == canonical.body_sha256;
}

} // namespace joingate::signature
