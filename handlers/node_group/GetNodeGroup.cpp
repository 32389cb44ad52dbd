#include "handlers/node_group/group.h"
#include "handlers/node_group/group_data.h"

#include "sql/statements.h"

#include <iterator>

namespace joingate {
namespace {

Data get(Call& call) {
    const auto id = call.in.number("NodeGroupId");
    const auto row = call.db.row(statement::groups, {{"group", id}});
    if (!row) throw node_group::foreign_or_none(call, id);
    auto group = node_group::shown_first(*row, "0");
    group.add("MulticastEnabled", false);
    node_group::show_last(call, *row, group);
    return group;
}

ReplyField reply() {
    auto fields = node_group::replies_first(Type::String);
    for (auto& field :
         {replies("MulticastGroupId", Type::String), replies("MulticastEnabled", Type::Boolean),
          replies("MulticastNodeCapacity", Type::Integer),
          replies("MulticastNodeCount", Type::Integer)})
        fields.push_back(ReplyField{field}.since_2019());
    auto last = node_group::replies_last("LocksItem");
    std::move(last.begin(), last.end(), std::back_inserter(fields));
    return replies_struct("Data", std::move(fields));
}

} // namespace

Action GetNodeGroup() {
    return Action::read("Reads a node group.")
        .on("node-group", "NodeGroupId")
        .at(Place::Named)
        .needs("NODE")
        .takes({node_group::id_field(), instance_id()})
        .answers(reply())
        .refuses({Code::NonExistent, Code::NotResourceOwner})
        .handled_by(get);
}

} // namespace joingate
