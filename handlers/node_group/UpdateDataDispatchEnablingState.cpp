#include "handlers/expect_one.h"
#include "handlers/node_group/group.h"

#include "sql/statements.h"

namespace joingate {
namespace {

Data enable(Call& call) {
    const auto id = call.in.number("NodeGroupId");
    node_group::lock(call, id, Code::NonExistent);
    const std::int64_t enabled = call.in.flag("DataDispatchEnabled") ? 1 : 0;
    expect_one(
        call.db.change(statement::enable_data_dispatch, {{"group", id}, {"enabled", enabled}}),
        "node group that is locked");
    return {};
}

} // namespace

Action UpdateDataDispatchEnablingState() {
    return Action::write("Switches the data dispatch of a node group on or off.")
        .on("node-group", "NodeGroupId")
        .at(Place::OfId)
        .needs("NODE")
        .takes({node_group::id_field(), boolean("DataDispatchEnabled")
                                            .required()
                                            .like("true")
                                            .means("Whether uplink data go to the destination.")})
        .refuses({Code::NonExistent, Code::ResourceLocked})
        .handled_by(enable);
}

} // namespace joingate
