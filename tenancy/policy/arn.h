#pragma once

#include <optional>
#include <string_view>

namespace joingate::policy {

/// A policy writes patterns; a request names one thing (E12).
enum class Wildcards { Refused, Allowed };

/// `<service>:<name>`; views into the text it was read from.
struct ActionName {
    std::string_view service;
    std::string_view name;
};

/// None where the text breaks G9.
std::optional<ActionName> parse_action(std::string_view text, Wildcards wildcards) noexcept;

/// `acs:<service>:<region>:<account>:<relative-id>`; views into the text it was read from.
struct Arn {
    std::string_view service;
    std::string_view region;
    std::string_view account;
    std::string_view relative_id;
};

/// Splits at the first four colons (M3); none without the prefix or with fewer segments.
std::optional<Arn> split_arn(std::string_view text) noexcept;

/// What is wrong with the segments by G11, in words for the author; empty where nothing is. A
/// relative-id may hold `*` in a request too: listing is asked for `gateway/*` (M9).
std::string_view fault_of(const Arn& arn, Wildcards wildcards) noexcept;

/// A numeric account id.
bool is_account(std::string_view text) noexcept;
/// The names of users and roles (spec "policy", section 6).
bool is_user_name(std::string_view text) noexcept;
bool is_role_name(std::string_view text) noexcept;

/// The name in a relative-id like `role/reader`; none where it names something else.
std::optional<std::string_view> name_after(std::string_view prefix,
                                           std::string_view relative_id) noexcept;

} // namespace joingate::policy
