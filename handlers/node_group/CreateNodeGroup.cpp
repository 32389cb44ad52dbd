#include "handlers/action.h"
#include "handlers/expect_one.h"
#include "handlers/node_group/binding.h"
#include "handlers/node_group/group.h"

#include "sql/statements.h"

namespace joingate {
namespace {

std::int64_t add_group(Call& call, std::string_view name) {
    const auto group = call.db.insert(statement::add_group_id);
    node_group::naming([&] {
        expect_one(call.db.change(statement::add_group, {{"group", group}, {"name", name}}),
                   "new node group");
    });
    return group;
}

Data create(Call& call) {
    const auto permission = call.in.optional_number("JoinPermissionId");
    if (permission) {
        const auto lease = node_group::lease_to_bind(call, *permission);
        if (!lease) throw Error{Code::JoinPermissionDoesNotExist};
        node_group::refuse_bound(*lease);
    }

    const auto name = call.in.unit_name("NodeGroupName");
    const auto group = add_group(call, name);
    if (permission) node_group::bind(call, *permission, group, name);
    return std::to_string(group);
}

} // namespace

Action CreateNodeGroup() {
    return Action::create("Creates a node group, bound to a rented join permission or to none yet.")
        .on("node-group", "*")
        .needs("NODE")
        .takes({unit_name("NodeGroupName").required().like("group1").means("Its name."),
                id("JoinPermissionId")
                    .unknown_is(Code::JoinPermissionDoesNotExist)
                    .like("123")
                    .means("A join permission that the caller rents, bound to no group.")})
        .answers(replies("Data", Type::String))
        .refuses({Code::JoinPermissionDoesNotExist, Code::JoinPermissionAlreadyBoundNodeGroup,
                  Code::InvalidName, Code::NodeGroupNameDuplicated,
                  Code::NodeGroupAlreadyBoundJoinPermission})
        .handled_by(create);
}

} // namespace joingate
