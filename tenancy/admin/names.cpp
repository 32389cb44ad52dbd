#include "tenancy/admin/names.h"

#include "tenancy/admin/catalog.h"

#include <algorithm>
#include <string>

namespace joingate::admin {
namespace {

bool is_letter_or_digit(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

void check(std::string_view what, std::string_view name, std::size_t least, std::size_t most,
           std::string_view others) {
    const auto allowed = [others](char c) {
        return is_letter_or_digit(c) || others.find(c) != std::string_view::npos;
    };
    if (name.size() >= least && name.size() <= most &&
        std::all_of(name.begin(), name.end(), allowed))
        return;
    throw Refused{"not a good " + std::string{what} + ": \"" + std::string{name} + "\"; it has " +
                  std::to_string(least) + " to " + std::to_string(most) + " ASCII letters, digits" +
                  (others.empty() ? "" : " or any of ") + std::string{others}};
}

constexpr std::size_t kShort = 64;
constexpr std::size_t kLong = 128;

} // namespace

void check_account_name(std::string_view name) {
    check("account name", name, 1, kShort, "._@-");
    // A renter is looked up by name or uid; a name that reads as a uid would shadow another
    // account.
    if (std::all_of(name.begin(), name.end(), [](char c) { return c >= '0' && c <= '9'; }))
        throw Refused{"not a good account name: \"" + std::string{name} +
                      "\"; digits alone would be taken for a uid"};
}

void check_user_name(std::string_view name) {
    check("user name", name, 1, kShort, "._-");
}

void check_group_name(std::string_view name) {
    check("group name", name, 1, kShort, "-");
}

void check_policy_name(std::string_view name) {
    check("policy name", name, 1, kLong, "-");
}

void check_instance_id(std::string_view id) {
    check("instance id", id, 1, kShort, "_-");
}

void check_access_key_id(std::string_view id) {
    constexpr std::size_t kLeast = 8;
    check("access key id", id, kLeast, kLong, "._-");
}

void check_action_name(std::string_view name) {
    if (name != "*") check("action", name, 1, kShort, "");
}

void check_lock_id(std::string_view id) {
    check("lock id", id, 1, kShort, "._:-");
}

} // namespace joingate::admin
