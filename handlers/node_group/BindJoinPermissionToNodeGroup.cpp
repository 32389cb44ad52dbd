#include "handlers/node_group/binding.h"
#include "handlers/node_group/group.h"

namespace joingate {
namespace {

Data bind(Call& call) {
    const auto permission = call.in.number("JoinPermissionId");
    const auto id = call.in.number("NodeGroupId");
    const auto lease = node_group::lease_to_bind(call, permission);
    // At once: a look for a lease that is not there locks the gap, which must not be kept from
    // other accounts while a group is waited for.
    if (!lease) throw Error{Code::JoinPermissionDoesNotExist};
    const auto group = node_group::group_to_change(call, id);
    if (!group) throw Error{Code::NodeGroupDoesNotExist};
    node_group::refuse_locked(*group);
    node_group::refuse_bound(*lease);

    node_group::bind(call, permission, id, group->text("group_name"));
    return {};
}

} // namespace

Action BindJoinPermissionToNodeGroup() {
    return Action::write("Binds a rented join permission to a node group.")
        .on("node-group", "NodeGroupId")
        .on("rented-join-permission", "JoinPermissionId")
        .at(Place::OfId)
        .needs("NODE")
        .takes({id("NodeGroupId")
                    .required()
                    .unknown_is(Code::NodeGroupDoesNotExist)
                    .like("123")
                    .means("The caller's node group, bound to no join permission."),
                id("JoinPermissionId")
                    .required()
                    .unknown_is(Code::JoinPermissionDoesNotExist)
                    .like("123456")
                    .means("A join permission that the caller rents, bound to no group.")})
        .refuses({Code::NonExistent, Code::NodeGroupDoesNotExist, Code::JoinPermissionDoesNotExist,
                  Code::ResourceLocked, Code::JoinPermissionAlreadyBoundNodeGroup,
                  Code::NodeGroupAlreadyBoundJoinPermission})
        .handled_by(bind);
}

} // namespace joingate
