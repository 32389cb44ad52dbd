#include "handlers/join_permission/permission.h"

namespace joingate {
namespace {

/// The owner may switch a permission off at any time, rented or not: that is all it can do about a
/// grant it regrets (domain section 3).
Data enable(Call& call) {
    const auto id = call.in.number("JoinPermissionId");
    const auto grant = permission::lock_owned(call, id);
    if (!grant) throw permission::foreign_or_none(call, id);

    permission::enable(call, id, call.in.flag("Enabled"), *grant != permission::Grant::None);
    return {};
}

} // namespace

Action UpdateOwnedLocalJoinPermissionEnablingState() {
    return Action::write("Switches an owned dedicated join permission on or off.")
        .on("owned-join-permission", "JoinPermissionId")
        .at(Place::Named)
        .needs("LOCAL_JOIN_PERMISSION")
        .takes({permission::id_field(), permission::enabled_field(), instance_id()})
        .refuses({Code::NonExistent, Code::NotResourceOwner})
        .handled_by(enable);
}

} // namespace joingate
