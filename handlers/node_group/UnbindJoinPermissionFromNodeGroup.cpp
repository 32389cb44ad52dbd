#include "handlers/expect_one.h"
#include "handlers/node_group/binding.h"
#include "handlers/node_group/group.h"

#include "sql/statements.h"

namespace joingate {
namespace {

Data unbind(Call& call) {
    const auto permission = call.in.number("JoinPermissionId");
    const auto id = call.in.number("NodeGroupId");
    const auto lease = node_group::lease_to_bind(call, permission);
    if (!lease || !lease->has("bound_group_id") || lease->number("bound_group_id") != id)
        throw Error{Code::NonExistent};

    const auto group = node_group::group_to_change(call, id);
    if (!group) throw Error{Code::NonExistent};
    node_group::refuse_locked(*group);
    // Last: it locks the group's entry among the leases, for which a binding waits that holds the
    // group.
    expect_one(call.db.change(statement::unbind_lease, {{"permission", permission}, {"group", id}}),
               "lease that is locked and bound");
    return {};
}

} // namespace

Action UnbindJoinPermissionFromNodeGroup() {
    return Action::write("Releases a join permission from the node group it is bound to.")
        .on("node-group", "NodeGroupId")
        .on("rented-join-permission", "JoinPermissionId")
        .at(Place::OfId)
        .needs("NODE")
        .takes({id("NodeGroupId").required().like("123").means("The caller's node group."),
                id("JoinPermissionId")
                    .required()
                    .like("123456")
                    .means("The join permission that is bound to it.")})
        .refuses({Code::NonExistent, Code::ResourceLocked})
        .handled_by(unbind);
}

} // namespace joingate
