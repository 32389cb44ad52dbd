#include "handlers/auth_order/order.h"
#include "sql/statements.h"

namespace joingate {
namespace {

Data accept(Call& call) {
    return auth_order::take(call, {statement::accept_order, statement::order_of_renter, nullptr,
                                   statement::lend_to_renter});
}

} // namespace

Action AcceptJoinPermissionAuthOrder() {
    return Action::write("The renter accepts an order and starts to rent its join permission.")
        .on("join-permission-auth-order", "OrderId")
        .needs("JOIN_PERMISSION_AUTHORIZATION")
        .takes({id("OrderId").required().like("123").means("The order to accept.")})
        .refuses({Code::NonExistent, Code::IllegalOrderStateTransition})
        .handled_by(accept);
}

} // namespace joingate
