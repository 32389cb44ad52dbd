#include "handlers/node/node.h"
#include "handlers/node_group/group.h"
#include "handlers/paging.h"

#include "sql/statements.h"

namespace joingate {
namespace {

Data count_nodes(Call& call) {
    return count(call, statement::nodes_of_group, node::in_group(call.in));
}

} // namespace

Action CountNodesByNodeGroupId() {
    return Action::read("Counts the nodes of one of the caller's node groups.")
        .on("node", "*")
        .on("node-group", "NodeGroupId")
        .at(Place::OfId)
        .needs("NODE")
        .takes({node_group::id_field().may_name_nothing(), node::part_field()})
        .answers(replies("Data", Type::Long))
        .handled_by(count_nodes);
}

} // namespace joingate
