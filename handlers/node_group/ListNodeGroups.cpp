#include "handlers/no_radio.h"
#include "handlers/node_group/group_data.h"
#include "handlers/paging.h"

#include "sql/statements.h"

#include <iterator>

namespace joingate {
namespace {

Data list(Call& call) {
    return page(call, statement::groups, node_group::filters(call.in), [&](const db::Row& row) {
        auto group = node_group::shown_first(row, kNoPackets);
        node_group::show_last(call, row, group);
        return group;
    });
}

ReplyField reply() {
    auto fields = node_group::replies_first(Type::Long);
    auto last = node_group::replies_last("Lock");
    std::move(last.begin(), last.end(), std::back_inserter(fields));
    return replies_page("NodeGroup", std::move(fields));
}

} // namespace

Action ListNodeGroups() {
    return Action::read("Pages through the caller's node groups.")
        .on("node-group", "*")
        .at(Place::Named)
        .needs("NODE")
        .takes(paged({"CREATED_MILLIS"}, node_group::filter_fields()))
        .answers(reply())
        .handled_by(list);
}

} // namespace joingate
