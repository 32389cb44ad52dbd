#include "handlers/join_permission/permission.h"
#include "handlers/node/node.h"
#include "handlers/paging.h"

#include "sql/statements.h"

namespace joingate {
namespace {

Data list(Call& call) {
    return page(call, statement::nodes_of_owned_permission, node::by_owned_permission(call.in),
                node::shown);
}

} // namespace

Action ListNodesByOwnedJoinPermissionId() {
    return Action::read("Pages through the nodes of the group, whosever it is, that a join "
                        "permission of the caller is bound to.")
        .on("node", "*")
        .on("owned-join-permission", "JoinPermissionId")
        .at(Place::Named)
        .needs("NODE")
        .takes(paged(node::sorting_fields(), {permission::id_field().may_name_nothing(),
                                              node::part_field(), instance_id()}))
        .answers(replies_page("Node", node::replies_shown()))
        .handled_by(list);
}

} // namespace joingate
