#include "handlers/action.h"
#include "handlers/expect_one.h"
#include "handlers/notification/notify.h"

#include "sql/statements.h"

namespace joingate {
namespace {

/// Why a rejection changed nothing. Unlike the tables of Accept and Cancel, this action's table
/// tells a foreign order from none.
Code refusal(Call& call, const db::Binds& order) {
    if (call.db.row(statement::order_of_renter, order)) return Code::IllegalOrderStateTransition;
    if (call.db.row(statement::order_of_anybody, order)) return Code::NotResourceOwner;
    return Code::NonExistent;
}

Data reject(Call& call) {
    const auto id = call.in.number("OrderId");
    const db::Binds order{{"order", id}};

    if (call.db.change(statement::reject_order, order) == 0) throw Error{refusal(call, order)};

    notification::notify_other_party(call, id);
    expect_one(call.db.change(statement::end_offer_of_order, order), "lease of a rejected order");
    return {};
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
