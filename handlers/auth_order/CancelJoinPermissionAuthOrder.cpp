#include "handlers/auth_order/order.h"
#include "sql/statements.h"

namespace joingate {
namespace {

Data cancel(Call& call) {
    return auth_order::take(call, {statement::cancel_order, statement::order_of_owner, nullptr,
                                   statement::end_offer_of_order});
}

} // namespace

Action CancelJoinPermissionAuthOrder() {
    return Action::write("The owner withdraws an order that the renter has not answered yet.")
        .on("join-permission-auth-order", "OrderId")
        .needs("JOIN_PERMISSION_AUTHORIZATION")
        .takes({id("OrderId").required().like("123").means("The order to cancel.")})
        .refuses({Code::NonExistent, Code::IllegalOrderStateTransition})
        .handled_by(cancel);
}

} // namespace joingate
