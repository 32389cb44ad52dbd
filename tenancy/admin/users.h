#pragma once

#include "tenancy/admin/catalog.h"

#include <string>
#include <string_view>
#include <vector>

namespace joingate::admin {

/// RAM users and groups of an account; their names ignore letter case. Each change returns whether
/// something changed. Refused names the limit or what is in the way (spec "policy", section 6 and
/// the DeleteConflict codes of section 8).

bool create_user(const Catalog& catalog, const std::string& account, const std::string& user);
/// With `cascade` also its access keys, memberships and attachments; without, these refuse it.
bool delete_user(const Catalog& catalog, const std::string& account, const std::string& user,
                 bool cascade);
/// Columns user_name, create_millis, access_keys, user_groups, policies.
std::vector<db::Row> list_users(const Catalog& catalog, std::string_view account);

bool create_group(const Catalog& catalog, const std::string& account, const std::string& group);
bool delete_group(const Catalog& catalog, const std::string& account, const std::string& group,
                  bool cascade);
/// Columns group_name, create_millis, users, policies.
std::vector<db::Row> list_groups(const Catalog& catalog, std::string_view account);

bool add_member(const Catalog& catalog, const std::string& account, const std::string& group,
                const std::string& user);
bool remove_member(const Catalog& catalog, const std::string& account, const std::string& group,
                   const std::string& user);
/// Columns group_name, user_name.
std::vector<db::Row> list_members(const Catalog& catalog, std::string_view account,
                                  std::string_view group);

/// The row of list_users or list_groups. Refused where there is none.
db::Row require_user(db::Session& session, std::string_view account, std::string_view user);
db::Row require_group(db::Session& session, std::string_view account, std::string_view group);

} // namespace joingate::admin
