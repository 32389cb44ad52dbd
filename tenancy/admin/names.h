#pragma once

#include <string_view>

namespace joingate::admin {

/// Each throws Refused, saying which characters and lengths are allowed (spec "policy", section 6,
/// for the names of users, groups and policies).
void check_account_name(std::string_view name);
void check_user_name(std::string_view name);
void check_group_name(std::string_view name);
void check_policy_name(std::string_view name);
void check_instance_id(std::string_view id);
void check_access_key_id(std::string_view id);
/// The name of an action, or "*".
void check_action_name(std::string_view name);
void check_lock_id(std::string_view id);

} // namespace joingate::admin
