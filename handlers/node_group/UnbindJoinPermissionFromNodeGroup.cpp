#include "handlers/node_group/binding.h"

#include "sql/statements.h"

namespace joingate {
namespace {

/// Changes the lease before it looks at the group, since a lease is locked before a group; a
/// refusal undoes the change.
Data unbind(Call& call) {
    const auto id = call.in.number("NodeGroupId");
    if (call.db.change(statement::unbind_lease,
                       {{"permission", call.in.number("JoinPermissionId")}, {"group", id}}) == 0)
        throw Error{Code::NonExistent};

    const auto group = node_group::group_to_change(call, id);
    if (!group) throw Error{Code::NonExistent};
    node_group::refuse_locked(*group);
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
