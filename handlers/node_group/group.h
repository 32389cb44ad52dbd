#pragma once

#include "handlers/action.h"
#include "handlers/refusals.h"

#include <cstdint>
#include <optional>
#include <string_view>
#include <utility>
#include <vector>

namespace joingate::node_group {

/// NodeGroupId of an action that is about one group.
Field id_field();

/// A group of the tenant, locked until the end of the call; none where there is no such group.
std::optional<db::Row> group_to_change(Call& call, std::int64_t group);

/// Throws ResourceLocked where another product forbids changes.
void refuse_locked(const db::Row& group);

/// Locks a group that may be changed. Throws `unknown` where the caller has no such group, and
/// ResourceLocked.
void lock(Call& call, std::int64_t group, Code unknown);

/// For a group that the caller does not have, in actions whose table tells a foreign one from none:
/// NotResourceOwner or NonExistent (domain Q-3).
Error foreign_or_none(Call& call, std::int64_t group);

/// As above; throws foreign_or_none().
void lock(Call& call, std::int64_t group);

/// Runs a statement that names a group; throws NodeGroupNameDuplicated.
template <class Change> void naming(Change&& change) {
    refuse_duplicate("group_name", Code::NodeGroupNameDuplicated, std::forward<Change>(change));
}

} // namespace joingate::node_group
