#include "handlers/node/node.h"
#include "handlers/node_group/group.h"
#include "handlers/quota.h"

#include "sql/statements.h"

namespace joingate {
namespace {

Data remove(Call& call) {
    const auto group = call.in.number("NodeGroupId");
    node_group::lock(call, group, Code::NodeGroupDoesNotExist);
    if (call.db.change(statement::remove_node,
                       {{"dev_eui", call.in.text("DevEui")}, {"group", group}}) == 0)
        throw Error{Code::NodeDoesNotExist};
    quota::give_back(call, quota::kNode);
    return {};
}

} // namespace

Action RemoveNodeFromGroup() {
    return Action::write("Removes a node from a node group; it is free again.")
        .on("node-group", "NodeGroupId")
        .at(Place::OfId)
        .needs("NODE")
        .takes(
            {node::dev_eui_field(), node_group::id_field().unknown_is(Code::NodeGroupDoesNotExist)})
        .refuses({Code::NonExistent, Code::NodeGroupDoesNotExist, Code::ResourceLocked,
                  Code::NodeDoesNotExist})
        .handled_by(remove);
}

} // namespace joingate
