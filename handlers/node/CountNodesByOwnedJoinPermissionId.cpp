#include "handlers/join_permission/permission.h"
#include "handlers/node/node.h"
#include "handlers/paging.h"

#include "sql/statements.h"

namespace joingate {
namespace {

Data count_nodes(Call& call) {
    return count(call, statement::nodes_of_owned_permission, node::by_owned_permission(call.in));
}

} // namespace

Action CountNodesByOwnedJoinPermissionId() {
    return Action::read("Counts the nodes of the group, whosever it is, that a join permission of "
                        "the caller is bound to.")
        .on("node", "*")
        .on("owned-join-permission", "JoinPermissionId")
        .at(Place::OfId)
        .needs("NODE")
        .takes({permission::id_field().may_name_nothing(), node::part_field()})
        .answers(replies("Data", Type::Long))
        .handled_by(count_nodes);
}

} // namespace joingate
