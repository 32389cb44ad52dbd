#include "handlers/auth_order/order.h"
#include "handlers/refusals.h"
#include "sql/statements.h"

namespace joingate {
namespace {

Data get(Call& call) {
    const db::Binds id{{"order", call.in.number("OrderId")}};
    const auto order = call.db.row(statement::order_of_party, id);
    if (!order) throw foreign_or_none(call, statement::order_of_anybody, id);

    return auth_order::data(*order);
}

} // namespace

Action GetJoinPermissionAuthOrder() {
    return Action::read("Reads one order, as its owner or its renter.")
        .on("join-permission-auth-order", "OrderId")
        .needs("JOIN_PERMISSION_AUTHORIZATION")
        .takes({id("OrderId").required().like("123").means("The order to read.")})
        .answers(auth_order::reply())
        .refuses({Code::NonExistent, Code::NotResourceOwner})
        .handled_by(get);
}

} // namespace joingate
