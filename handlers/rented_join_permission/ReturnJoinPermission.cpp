#include "handlers/join_permission/permission.h"
#include "handlers/quota.h"
#include "sql/statements.h"

namespace joingate {
namespace {

bool ends_lease(Call& call, std::int64_t id, std::string_view type) {
    return call.db.change(statement::end_lease, {{"permission", id}, {"type", type}}) != 0;
}

/// The permission is the owner's and goes back to NEW: it has no lease any more.
void return_local(Call& call, std::int64_t id) {
    if (ends_lease(call, id, permission::kLocal)) return;
    const auto rented = call.db.row(statement::rented_permission, {{"permission", id}});
    if (!rented || rented->text("permission_type") != permission::kLocal)
        throw Error{Code::NonExistent};
    throw Error{Code::JoinPermissionAlreadyBoundNodeGroup};
}

/// The permission ends with its lease. It is locked before the lease, as everywhere.
void return_roaming(Call& call, std::int64_t id) {
    if (call.db.change(statement::remove_permission,
                       {{"permission", id}, {"type", permission::kRoaming}}) == 0)
        throw Error{Code::NonExistent};
    if (!ends_lease(call, id, permission::kRoaming))
        throw Error{Code::JoinPermissionAlreadyBoundNodeGroup};
    permission::forget_id(call, id);
    quota::give_back(call, quota::kRoamingJoinPermission);
}

Data give_back(Call& call) {
    const auto id = call.in.number("JoinPermissionId");
    if (call.in.text("JoinPermissionType") == permission::kLocal)
        return_local(call, id);
    else
        return_roaming(call, id);
    return {};
}

} // namespace

Action ReturnJoinPermission() {
    return Action::write("Gives a rented join permission back.")
        .on("rented-join-permission", "JoinPermissionId")
        .at(Place::OfId)
        .needs("JOIN_PERMISSION_AUTHORIZATION")
        .takes({permission::id_field(),
                choice("JoinPermissionType", {permission::kLocal, permission::kRoaming})
                    .required()
                    .like("LOCAL")
                    .means("Must be the permission's own type.")})
        .refuses({Code::NonExistent, Code::JoinPermissionAlreadyBoundNodeGroup})
        .handled_by(give_back);
}

} // namespace joingate
