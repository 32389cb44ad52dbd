#pragma once

#include "handlers/action.h"

#include <cstdint>
#include <optional>
#include <string_view>

namespace joingate::node_group {

/// The lease of a permission that the caller rents, locked until the end of the call; none where he
/// rents no such permission. Comes before the lock of a group (spec "robustness", section 6, rule
/// 5).
std::optional<db::Row> lease_to_bind(Call& call, std::int64_t permission);

/// Throws JoinPermissionAlreadyBoundNodeGroup.
void refuse_bound(const db::Row& lease);

/// Binds a lease that is locked and free to a group that is locked or new. Throws
/// NodeGroupAlreadyBoundJoinPermission.
void bind(Call& call, std::int64_t permission, std::int64_t group, std::string_view group_name);

} // namespace joingate::node_group
