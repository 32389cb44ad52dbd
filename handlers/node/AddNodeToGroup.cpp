#include "handlers/device_pin.h"
#include "handlers/node/node.h"
#include "handlers/node_group/group.h"
#include "handlers/quota.h"

#include "sql/statements.h"

namespace joingate {
namespace {

/// Why a node could not be added: it is in a group already.
[[noreturn]] void refuse_added(Call& call, std::int64_t group) {
    const auto added =
        call.db.row(statement::group_of_added_node, {{"dev_eui", call.in.text("DevEui")}});
    if (!added) throw db::Conflict{0, "a node left its group while it was added to another"};
    throw Error{added->number("group_id") == group ? Code::DevEuiDuplicated
                                                   : Code::NodeAlreadyAdded};
}

Data add(Call& call) {
    const auto group = call.in.number("NodeGroupId");
    const auto dev_eui = call.in.text("DevEui");
    node_group::lock(call, group, Code::NodeGroupDoesNotExist);

    const auto tuple = call.db.row(statement::tuple_of_node, {{"dev_eui", dev_eui}});
    if (!tuple) throw Error{Code::NodeDoesNotExist};
    // Who does not hold the node learns nothing of where it is.
    check_pin(call, DeviceKind::Node, dev_eui, *tuple);

    try {
        if (call.db.change(statement::add_node,
                           {{"dev_eui", dev_eui},
                            {"group", group},
                            {"tuple_version", tuple->number("tuple_version")}}) == 0)
            throw db::Conflict{0, "a node changed in the registry while it was added"};
    } catch (const db::Duplicate&) {
        refuse_added(call, group);
    }
    quota::take(call, quota::kNode, Code::ExceedNodeLimit);
    return {};
}

} // namespace

Action AddNodeToGroup() {
    return Action::create("Adds a node, whose PIN the caller knows, to a node group.")
        .on("node-group", "NodeGroupId")
        .at(Place::OfId)
        .needs("NODE")
        .takes({node::dev_eui_field(), pin_field(),
                node_group::id_field().unknown_is(Code::NodeGroupDoesNotExist)})
        .refuses({Code::NonExistent, Code::NodeGroupDoesNotExist, Code::ResourceLocked,
                  Code::NodeDoesNotExist, Code::InvalidPinCode,
                  Code::TooManyPinCodeVerificationFailures, Code::DevEuiDuplicated,
                  Code::NodeAlreadyAdded, Code::ExceedNodeLimit})
        .handled_by(add);
}

} // namespace joingate
