#include "tenancy/policy/arn.h"

#include <Poco/Ascii.h>

#include <algorithm>
#include <cstddef>

namespace joingate::policy {
namespace {

constexpr std::size_t kLongestAction = 256;
constexpr std::size_t kLongestName = 64;
constexpr std::string_view kWildcards = "*?";
constexpr std::string_view kArnPrefix = "acs:";

template <class Allowed> bool all(std::string_view text, Allowed allowed) noexcept {
    return std::all_of(text.begin(), text.end(), allowed);
}

bool one_of(char c, std::string_view set) noexcept {
    return set.find(c) != std::string_view::npos;
}

bool alphanumeric_or(std::string_view extra, std::string_view text, Wildcards wildcards) noexcept {
    return all(text, [&](char c) {
        return Poco::Ascii::isAlphaNumeric(c) || one_of(c, extra) ||
               (wildcards == Wildcards::Allowed && one_of(c, kWildcards));
    });
}

/// Upper case would make a Deny that never fires, so it is refused (G11).
bool is_lower_case_word(std::string_view text, Wildcards wildcards) noexcept {
    return alphanumeric_or("-", text, wildcards) &&
           std::none_of(text.begin(), text.end(), Poco::Ascii::isUpper);
}

bool is_account_segment(std::string_view text, Wildcards wildcards) noexcept {
    if (text == "system") return true;
    return !text.empty() && all(text, [&](char c) {
        return Poco::Ascii::isDigit(c) ||
               (wildcards == Wildcards::Allowed && one_of(c, kWildcards));
    });
}

bool is_name(std::string_view text, std::string_view extra) noexcept {
    return !text.empty() && text.size() <= kLongestName &&
           alphanumeric_or(extra, text, Wildcards::Refused);
}

} // namespace

std::optional<ActionName> parse_action(std::string_view text, Wildcards wildcards) noexcept {
    const auto colon = text.find(':');
    if (text.size() > kLongestAction || colon == std::string_view::npos) return std::nullopt;
    const ActionName action{text.substr(0, colon), text.substr(colon + 1)};
    if (action.service.empty() || !alphanumeric_or("-", action.service, wildcards))
        return std::nullopt;
    if (action.name.empty() || !alphanumeric_or("_./-", action.name, wildcards))
        return std::nullopt;
    return action;
}

std::optional<Arn> split_arn(std::string_view text) noexcept {
    if (text.substr(0, kArnPrefix.size()) != kArnPrefix) return std::nullopt;
    text.remove_prefix(kArnPrefix.size());

    Arn arn;
    for (auto* segment : {&arn.service, &arn.region, &arn.account}) {
        const auto colon = text.find(':');
        if (colon == std::string_view::npos) return std::nullopt;
        *segment = text.substr(0, colon);
        text.remove_prefix(colon + 1);
    }
    arn.relative_id = text;
    return arn;
}

std::string_view fault_of(const Arn& arn, Wildcards wildcards) noexcept {
    if (arn.service.empty() || !is_lower_case_word(arn.service, wildcards))
        return "the service is lower-case letters, digits and '-'";
    if (!is_lower_case_word(arn.region, wildcards))
        return "the region is lower-case letters, digits and '-', or empty for any";
    if (!is_account_segment(arn.account, wildcards)) return "the account is digits, or \"system\"";
    if (arn.relative_id.empty()) return "the part after the account is empty";
    return {};
}

bool is_account(std::string_view text) noexcept {
    return !text.empty() && all(text, [](char c) { return Poco::Ascii::isDigit(c); });
}

bool is_user_name(std::string_view text) noexcept {
    return is_name(text, "._-");
}

bool is_role_name(std::string_view text) noexcept {
    return is_name(text, ".-");
}

std::optional<std::string_view> name_after(std::string_view prefix,
                                           std::string_view relative_id) noexcept {
    if (relative_id.substr(0, prefix.size()) != prefix) return std::nullopt;
    return relative_id.substr(prefix.size());
}

} // namespace joingate::policy
