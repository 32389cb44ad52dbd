#include "handlers/node_group/group_data.h"
#include "handlers/paging.h"

#include "sql/statements.h"

namespace joingate {
namespace {

Data count_groups(Call& call) {
    return count(call, statement::groups, node_group::filters(call.in));
}

} // namespace

Action CountNodeGroups() {
    return Action::read("Counts the caller's node groups.")
        .on("node-group", "*")
        .at(Place::Named)
        .needs("NODE")
        .takes(node_group::filter_fields())
        .answers(replies("Data", Type::Long))
        .handled_by(count_groups);
}

} // namespace joingate
