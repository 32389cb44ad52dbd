#include "handlers/expect_one.h"
#include "handlers/node_group/binding.h"

#include "sql/statements.h"

namespace joingate {
namespace {

Data remove(Call& call) {
    const auto id = call.in.number("NodeGroupId");
    const db::Binds group{{"group", id}};

    const auto found = node_group::group_to_change(call, id);
    if (!found)
        throw Error{call.db.row(statement::group_of_anybody, group) ? Code::NotResourceOwner
                                                                    : Code::NonExistent};
    node_group::refuse_locked(*found);
    // A plain look is exact here: it is the first of the transaction, and who binds holds the
    // group's row, which is ours by now.
    if (call.db.row(statement::lease_of_group, group))
        throw Error{Code::NodeGroupAlreadyBoundJoinPermission};

    expect_one(call.db.change(statement::remove_group, group), "node group to delete");
    expect_one(call.db.change(statement::remove_group_id, group), "id of a node group");
    return {};
}

} // namespace

Action DeleteNodeGroup() {
    return Action::write("Deletes a node group that no join permission is bound to.")
        .on("node-group", "NodeGroupId")
        .at(Place::OfId)
        .needs("NODE")
        .takes({id("NodeGroupId").required().like("123456").means("The caller's node group.")})
        .refuses({Code::NonExistent, Code::NotResourceOwner, Code::ResourceLocked,
                  Code::NodeGroupAlreadyBoundJoinPermission})
        .handled_by(remove);
}

} // namespace joingate
