#include "handlers/expect_one.h"
#include "handlers/join_permission/permission.h"
#include "handlers/quota.h"
#include "sql/statements.h"

namespace joingate {
namespace {

Data remove(Call& call) {
    const auto id = call.in.number("JoinPermissionId");
    const auto grant = permission::lock_owned(call, id);
    if (!grant) throw Error{Code::NonExistent};
    if (*grant != permission::Grant::None) throw Error{Code::JoinPermissionAlreadyAuthorized};

    expect_one(call.db.change(statement::remove_permission,
                              {{"permission", id}, {"type", permission::kLocal}}),
               "join permission that is locked");
    permission::forget_id(call, id);
    quota::give_back(call, quota::kLocalJoinPermission);
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
