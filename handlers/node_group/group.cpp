#include "handlers/node_group/group.h"
#include "handlers/refusals.h"
#include "sql/statements.h"

namespace joingate::node_group {

Field id_field() {
    return id("NodeGroupId").required().like("123456").means("The caller's node group.");
}

std::optional<db::Row> group_to_change(Call& call, std::int64_t group) {
    return call.db.row(statement::group_to_change, {{"group", group}});
}

void refuse_locked(const db::Row& group) {
    if (group.has("write_lock")) throw Error{Code::ResourceLocked};
}

void lock(Call& call, std::int64_t group, Code unknown) {
    const auto found = group_to_change(call, group);
    if (!found) throw Error{unknown};
    refuse_locked(*found);
}

Error foreign_or_none(Call& call, std::int64_t group) {
    return joingate::foreign_or_none(call, statement::group_of_anybody, {{"group", group}});
}

void lock(Call& call, std::int64_t group) {
    const auto found = group_to_change(call, group);
    if (!found) throw foreign_or_none(call, group);
    refuse_locked(*found);
}

} // namespace joingate::node_group
