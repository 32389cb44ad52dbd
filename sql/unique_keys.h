#pragma once

#include <array>
#include <string_view>

namespace joingate::db {

/// A key by which the server itself keeps a rule, as the migrations make it.
struct UniqueKey {
    std::string_view family; ///< as in schema_names.h
    std::string_view table;
    std::string_view name;
    std::string_view columns;
};

/// All of them; a test compares them with what the migrations make.
inline constexpr std::array kUniqueKeys{
    UniqueKey{"catalog", "access_key", "PRIMARY", "access_key_id"},
    UniqueKey{"catalog", "account", "account_uid", "uid"},
    UniqueKey{"catalog", "account", "PRIMARY", "account"},
    UniqueKey{"catalog", "feature", "PRIMARY", "account, feature"},
    UniqueKey{"catalog", "instance", "instance_id", "iot_instance_id"},
    UniqueKey{"catalog", "instance", "instance_public", "public_account"},
    UniqueKey{"catalog", "instance", "instance_schema", "schema_name"},
    UniqueKey{"catalog", "instance", "PRIMARY", "instance"},
    UniqueKey{"catalog", "policy", "PRIMARY", "account, policy_name"},
    UniqueKey{"catalog", "policy_attachment", "PRIMARY",
              "account, principal_type, principal_name, policy_type, policy_name"},
    UniqueKey{"catalog", "policy_version", "PRIMARY", "account, policy_name, version_id"},
    UniqueKey{"catalog", "quota", "PRIMARY", "account, quota"},
    UniqueKey{"catalog", "ram_group", "PRIMARY", "account, group_name"},
    UniqueKey{"catalog", "ram_group_member", "PRIMARY", "account, user_name, group_name"},
    UniqueKey{"catalog", "ram_user", "PRIMARY", "account, user_name"},
    UniqueKey{"catalog", "rate_limit", "PRIMARY", "account, action"},
    UniqueKey{"catalog", "schema_migration", "PRIMARY", "number"},
    UniqueKey{"exchange", "auth_order", "PRIMARY", "order_id"},
    UniqueKey{"exchange", "failure_throttle", "PRIMARY", "account, kind"},
    UniqueKey{"exchange", "gateway_claim", "PRIMARY", "gw_eui"},
    UniqueKey{"exchange", "gateway_tuple", "PRIMARY", "gw_eui"},
    UniqueKey{"exchange", "lease", "lease_group", "bound_group_id"},
    UniqueKey{"exchange", "lease", "lease_order", "order_id"},
    UniqueKey{"exchange", "lease", "PRIMARY", "permission_id"},
    UniqueKey{"exchange", "node", "PRIMARY", "dev_eui"},
    UniqueKey{"exchange", "node_tuple", "PRIMARY", "dev_eui"},
    UniqueKey{"exchange", "notification", "PRIMARY", "notification_id"},
    UniqueKey{"exchange", "quota_usage", "PRIMARY", "account, quota"},
    UniqueKey{"exchange", "resource", "PRIMARY", "id"},
    UniqueKey{"exchange", "schema_migration", "PRIMARY", "number"},
    UniqueKey{"tenant", "gateway", "PRIMARY", "gw_eui"},
    UniqueKey{"tenant", "join_permission", "permission_name", "permission_name"},
    UniqueKey{"tenant", "join_permission", "PRIMARY", "permission_id"},
    UniqueKey{"tenant", "name_position", "PRIMARY", "position"},
    UniqueKey{"tenant", "node_group", "group_name", "group_name"},
    UniqueKey{"tenant", "node_group", "PRIMARY", "group_id"},
    UniqueKey{"tenant", "node_group_lock", "PRIMARY", "group_id, lock_id"},
    UniqueKey{"tenant", "permission_name_suffix", "PRIMARY", "suffix, permission_id"},
    UniqueKey{"tenant", "request_ledger", "PRIMARY", "access_key_id, nonce"},
    UniqueKey{"tenant", "schema_migration", "PRIMARY", "number"},
};

} // namespace joingate::db
