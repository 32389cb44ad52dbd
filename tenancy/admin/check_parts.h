#pragma once

#include "tenancy/admin/check.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace joingate::admin {

using Differences = std::vector<Difference>;

/// A row of the catalog.
struct InstanceRow {
    std::int64_t number = 0;
    std::string id;
    std::string account;
    std::string schema; ///< "" where none is named
    std::string state;
    std::string public_account; ///< "" where it is not public

    /// In the other states an operator's command is under way, or was interrupted.
    bool is_complete() const { return state == "READY" || state == "SUSPENDED"; }
};

std::vector<InstanceRow> instance_rows(db::SchemaAdmin& schemas);
bool is_complete_now(db::SchemaAdmin& schemas, const InstanceRow& instance);

/// Names in the catalog that other things are derived from.
Differences check_instance_names(const std::vector<InstanceRow>& instances);
Differences check_catalog(db::SchemaAdmin& schemas);
/// What two or more accounts share.
Differences check_exchange(const Installation& installation);
/// A tenant's schema against the exchange; nothing where the instance is not complete any more.
Differences check_tenant(db::SchemaAdmin& schemas, const InstanceRow& instance);

/// The migrations of a schema and its unique keys. Sees no consistent view, as the next ones.
/// Throws Conflict where what differs is being migrated.
Differences check_structure(db::SchemaAdmin& schemas, std::string_view family,
                            std::string_view schema);
/// Instances without their schema, and schemas that no instance names.
Differences check_schemas(db::SchemaAdmin& schemas);
/// Roles and the workers' login: nothing more than sql/rights.h, nothing less; and nobody else has
/// a right on our schemas. Nothing on a server that is not MariaDB.
Differences check_rights(const Installation& installation);

} // namespace joingate::admin
