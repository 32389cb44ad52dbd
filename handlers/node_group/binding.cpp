#include "handlers/node_group/binding.h"

#include "handlers/expect_one.h"
#include "handlers/refusals.h"
#include "sql/statements.h"

namespace joingate::node_group {

std::optional<db::Row> lease_to_bind(Call& call, std::int64_t permission) {
    return call.db.row(statement::lease_to_bind, {{"permission", permission}});
}

void refuse_bound(const db::Row& lease) {
    if (lease.has("bound_group_id")) throw Error{Code::JoinPermissionAlreadyBoundNodeGroup};
}

void bind(Call& call, std::int64_t permission, std::int64_t group, std::string_view group_name) {
    refuse_duplicate("lease_group", Code::NodeGroupAlreadyBoundJoinPermission, [&] {
        expect_one(
            call.db.change(statement::bind_lease,
                           {{"permission", permission}, {"group", group}, {"name", group_name}}),
            "lease to bind");
    });
}

} // namespace joingate::node_group
