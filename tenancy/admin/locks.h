#pragma once

#include "tenancy/admin/catalog.h"

#include <cstdint>
#include <string>
#include <vector>

namespace joingate::admin {

/// Locks that other products hold on a node group (domain section 6): a group with one cannot be
/// changed through the API. They stand in the schema of the group's instance; Refused for an id
/// that is no node group.

/// False where it was locked so already.
bool add_lock(const Catalog& catalog, std::int64_t group, const std::string& lock);
bool remove_lock(const Catalog& catalog, std::int64_t group, const std::string& lock);
/// Columns lock_id, lock_type, create_millis.
std::vector<db::Row> list_locks(const Catalog& catalog, std::int64_t group);

} // namespace joingate::admin
