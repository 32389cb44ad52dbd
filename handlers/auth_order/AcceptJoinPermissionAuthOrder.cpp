#include "handlers/action.h"
#include "handlers/expect_one.h"
#include "handlers/notification/notify.h"

#include "sql/statements.h"

namespace joingate {
namespace {

Data accept(Call& call) {
    const auto id = call.in.number("OrderId");
    const db::Binds order{{"order", id}};

    if (call.db.change(statement::accept_order, order) == 0)
        throw Error{call.db.row(statement::order_of_renter, order)
                        ? Code::IllegalOrderStateTransition
                        : Code::NonExistent};

    notification::notify_other_party(call, id);
    expect_one(call.db.change(statement::lend_to_renter, order), "lease of an accepted order");
    return {};
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
