#include "handlers/action.h"
#include "handlers/rows.h"

#include "sql/statements.h"

namespace joingate {
namespace {

Data get(Call& call) {
    const db::Binds id{{"order", call.in.number("OrderId")}};
    const auto order = call.db.row(statement::order_of_party, id);
    if (!order)
        throw Error{call.db.row(statement::order_of_anybody, id) ? Code::NotResourceOwner
                                                                 : Code::NonExistent};

    Data data = Data::fields();
    data.add("OrderId", order->text("order_id"))
        .add("JoinPermissionId", order->text("permission_id"))
        .add("OwnerAliyunId", order->text("owner_account"))
        .add("RenterAliyunId", order->text("renter_account"))
        .add("OrderState", order->text("order_state"))
        .add("ApplyingMillis", order->number("applying_millis"))
        .add("AcceptedMillis", optional_number(*order, "accepted_millis"))
        .add("RejectedMillis", optional_number(*order, "rejected_millis"))
        .add("CanceledMillis", optional_number(*order, "canceled_millis"));
    return data;
}

} // namespace

Action GetJoinPermissionAuthOrder() {
    return Action::read("Reads one order, as its owner or its renter.")
        .on("join-permission-auth-order", "OrderId")
        .needs("JOIN_PERMISSION_AUTHORIZATION")
        .takes({id("OrderId").required().like("123").means("The order to read.")})
        .answers(replies_struct(
            "Data", {replies("OrderId", Type::String), replies("JoinPermissionId", Type::String),
                     replies("OwnerAliyunId", Type::String),
                     replies("RenterAliyunId", Type::String), replies("OrderState", Type::String),
                     replies("ApplyingMillis", Type::Long), replies("AcceptedMillis", Type::Long),
                     replies("RejectedMillis", Type::Long), replies("CanceledMillis", Type::Long)}))
        .refuses({Code::NonExistent, Code::NotResourceOwner})
        .handled_by(get);
}

} // namespace joingate
