#include "handlers/join_permission/permission.h"
#include "handlers/quota.h"
#include "sql/statements.h"

namespace joingate {
namespace {

/// Looks at the lease last, although a refusal then undoes what was done: the look fixes what the
/// transaction sees, and the counter of the quota may be changed by others until it is ours. It is
/// exact, since an offer holds the permission's row, which is ours by then.
Data remove(Call& call) {
    const auto id = call.in.number("JoinPermissionId");
    if (call.db.change(statement::remove_permission,
                       {{"permission", id}, {"type", permission::kLocal}}) == 0)
        throw Error{Code::NonExistent};
    permission::forget_id(call, id);
    quota::give_back(call, quota::kLocalJoinPermission);
    if (call.db.row(statement::lease_of_permission, {{"permission", id}}))
        throw Error{Code::JoinPermissionAlreadyAuthorized};
    return {};
}

} // namespace

Action DeleteLocalJoinPermission() {
    return Action::write("Deletes an owned dedicated join permission that is not granted.")
        .on("owned-join-permission", "JoinPermissionId")
        .at(Place::Named)
        .needs("LOCAL_JOIN_PERMISSION")
        .takes({permission::id_field(), instance_id()})
        .refuses({Code::NonExistent, Code::JoinPermissionAlreadyAuthorized})
        .handled_by(remove);
}

} // namespace joingate
