#include "handlers/node/node.h"
#include "handlers/node_group/group.h"
#include "handlers/paging.h"

#include "sql/statements.h"

namespace joingate {
namespace {

/// What the registry keeps of the node; nothing where the operator has withdrawn it since.
void add_tuple(const Call& call, const db::Row& row, Data& node) {
    // The older version does not show it, so nothing is opened for it.
    if (call.in.version() == Version::V2018 || !row.has("app_key")) return;
    node.add("JoinEui", row.text("join_eui"))
        .add("Appkey", call.devices.open_app_key(row.text("dev_eui"),
                                                 static_cast<int>(row.number("key_version")),
                                                 row.text("app_key")));
}

Data list(Call& call) {
    return page(call, statement::nodes_of_group, node::in_group(call.in), [&](const db::Row& row) {
        auto item = node::shown(row);
        add_tuple(call, row, item);
        return item;
    });
}

ReplyField reply() {
    auto fields = node::replies_shown();
    for (const auto* name : {"MulticastGroupId", "AuthTypes", "JoinEui", "Appkey", "NodeType"})
        fields.push_back(replies(name, Type::String).since_2019());
    return replies_page("Node", std::move(fields));
}

} // namespace

Action ListNodesByNodeGroupId() {
    return Action::read("Pages through the nodes of one of the caller's node groups.")
        .on("node", "*")
        .on("node-group", "NodeGroupId")
        .at(Place::Named)
        .needs("NODE")
        .takes(paged(node::sorting_fields(), {node_group::id_field().may_name_nothing(),
                                              node::part_field(), instance_id()}))
        .answers(reply())
        .handled_by(list);
}

} // namespace joingate
