#include "handlers/node/node.h"
#include "handlers/node_group/group.h"

#include "sql/statements.h"

namespace joingate {
namespace {

Data enable(Call& call) {
    // The node says which group is to be locked first; it may have left it until that is done.
    const auto group = node::own(call).number("group_id");
    node_group::lock(call, group, Code::NonExistent);
    const std::int64_t enabled = call.in.flag("IsEnable") ? 1 : 0;
    if (call.db.change(
            statement::enable_node,
            {{"dev_eui", call.in.text("DevEui")}, {"group", group}, {"enabled", enabled}}) == 0)
        throw db::Conflict{0, "a node left its group while it was switched"};
    return {};
}

} // namespace

Action UpdateNodeEnablingState() {
    return Action::write("Switches a node on or off.")
        .since_2019()
        .on("node", "DevEui")
        .at(Place::OfId)
        .needs("NODE")
        .takes({node::dev_eui_field().since_2019(), boolean("IsEnable")
                                                        .required()
                                                        .since_2019()
                                                        .like("false")
                                                        .means("Whether the node is on.")})
        .refuses({Code::NonExistent, Code::NotResourceOwner, Code::ResourceLocked})
        .handled_by(enable);
}

} // namespace joingate
