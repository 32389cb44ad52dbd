#include "handlers/auth_order/order.h"
#include "handlers/join_permission/permission.h"

#include "sql/statements.h"

namespace joingate {
namespace {

Data get(Call& call) {
    const auto id = call.in.number("JoinPermissionId");
    const auto order = call.db.row(statement::open_order_of_permission, {{"permission", id}});
    if (!order) throw permission::foreign_or_none(call, id);
    return auth_order::data(*order);
}

} // namespace

Action GetLatestApplyingJoinPermissionAuthOrder() {
    return Action::read("Reads the open order of an owned join permission.")
        .on("join-permission-auth-order", "*")
        .on("owned-join-permission", "JoinPermissionId")
        .needs("JOIN_PERMISSION_AUTHORIZATION")
        .takes({permission::id_field()})
        .answers(auth_order::reply())
        .refuses({Code::NonExistent, Code::NotResourceOwner})
        .handled_by(get);
}

} // namespace joingate
