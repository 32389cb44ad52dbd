#include "handlers/join_permission/permission.h"
#include "handlers/rented_join_permission/roaming.h"

namespace joingate {
namespace {

/// Bound or not, like the owner's switch of a LOCAL one: the action's table knows no such state.
Data enable(Call& call) {
    const auto id = call.in.number("JoinPermissionId");
    if (!permission::lock_roaming(call, id)) throw permission::foreign_or_none(call, id);
    permission::enable(call, id, call.in.flag("Enabled"), true);
    return {};
}

} // namespace

Action UpdateRoamingJoinPermissionEnablingState() {
    return Action::write("Switches a roaming join permission on or off.")
        .on("rented-join-permission", "JoinPermissionId")
        .at(Place::OfId)
        .needs("ROAMING_JOIN_PERMISSION")
        .takes({permission::id_field(), permission::enabled_field()})
        .refuses({Code::NonExistent, Code::NotResourceOwner})
        .handled_by(enable);
}

} // namespace joingate
