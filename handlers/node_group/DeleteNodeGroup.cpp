#include "handlers/expect_one.h"
#include "handlers/node_group/group.h"
#include "handlers/quota.h"

#include "sql/statements.h"

namespace joingate {
namespace {

Data remove(Call& call) {
    const auto id = call.in.number("NodeGroupId");
    const db::Binds group{{"group", id}};

    node_group::lock(call, id);
    // A plain look is exact here: it is the first of the transaction, and who binds, adds or
    // removes holds the group's row, which is ours by now.
    const auto contents = call.db.row(statement::contents_of_group, group).value();
    if (contents.has("bound_permission")) throw Error{Code::NodeGroupAlreadyBoundJoinPermission};

    // Only where there are some: it locks the gaps around them, in which other accounts add theirs.
    std::uint64_t nodes = 0;
    if (contents.number("nodes_count") != 0)
        nodes = call.db.change(statement::remove_nodes_of_group, group);
    expect_one(call.db.change(statement::remove_group, group), "node group to delete");
    expect_one(call.db.change(statement::remove_group_id, group), "id of a node group");
    if (nodes != 0) quota::give_back(call, quota::kNode, static_cast<std::int64_t>(nodes));
    return {};
}

} // namespace

Action DeleteNodeGroup() {
    return Action::
        write("Deletes a node group that no join permission is bound to; its nodes are free again.")
            .on("node-group", "NodeGroupId")
            .at(Place::OfId)
            .needs("NODE")
            .takes({node_group::id_field()})
            .refuses({Code::NonExistent, Code::NotResourceOwner, Code::ResourceLocked,
                      Code::NodeGroupAlreadyBoundJoinPermission})
            .handled_by(remove);
}

} // namespace joingate
