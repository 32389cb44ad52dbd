#include "handlers/action.h"
#include "handlers/expect_one.h"
#include "handlers/notification/notify.h"

#include "sql/statements.h"

namespace joingate {
namespace {

Data cancel(Call& call) {
    const auto id = call.in.number("OrderId");
    const db::Binds order{{"order", id}};

    if (call.db.change(statement::cancel_order, order) == 0)
        throw Error{call.db.row(statement::order_of_owner, order)
                        ? Code::IllegalOrderStateTransition
                        : Code::NonExistent};

    notification::notify_other_party(call, id);
    expect_one(call.db.change(statement::end_offer_of_order, order), "lease of a canceled order");
    return {};
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
