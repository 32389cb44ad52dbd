#include "handlers/auth_order/order.h"
#include "sql/statements.h"

namespace joingate {
namespace {

Data reject(Call& call) {
    return auth_order::take(call, {statement::reject_order, statement::order_of_renter,
                                   &statement::order_of_anybody, statement::end_offer_of_order});
}

} // namespace

Action RejectJoinPermissionAuthOrder() {
    return Action::write("The renter declines an order.")
        .on("join-permission-auth-order", "OrderId")
        .needs("JOIN_PERMISSION_AUTHORIZATION")
        .takes({id("OrderId").required().like("123").means("The order to reject.")})
        .refuses({Code::NonExistent, Code::NotResourceOwner, Code::IllegalOrderStateTransition})
        .handled_by(reject);
}

} // namespace joingate
