#include "handlers/auth_order/order.h"

#include "handlers/expect_one.h"
#include "handlers/notification/notify.h"
#include "handlers/refusals.h"
#include "handlers/rows.h"
#include "sql/statements.h"

namespace joingate::auth_order {

Data data(const db::Row& order) {
    return Data::fields()
        .add("OrderId", order.text("order_id"))
        .add("JoinPermissionId", order.text("permission_id"))
        .add("OwnerAliyunId", order.text("owner_account"))
        .add("RenterAliyunId", order.text("renter_account"))
        .add("OrderState", order.text("order_state"))
        .add("ApplyingMillis", order.number("applying_millis"))
        .add("AcceptedMillis", optional_number(order, "accepted_millis"))
        .add("RejectedMillis", optional_number(order, "rejected_millis"))
        .add("CanceledMillis", optional_number(order, "canceled_millis"));
}

ReplyField reply() {
    return replies_struct(
        "Data", {replies("OrderId", Type::String), replies("JoinPermissionId", Type::String),
                 replies("OwnerAliyunId", Type::String), replies("RenterAliyunId", Type::String),
                 replies("OrderState", Type::String), replies("ApplyingMillis", Type::Long),
                 replies("AcceptedMillis", Type::Long), replies("RejectedMillis", Type::Long),
                 replies("CanceledMillis", Type::Long)});
}

Data take(Call& call, const Step& step) {
    const auto id = call.in.number("OrderId");
    const db::Binds order{{"order", id}};
    if (call.db.change(step.change, order) == 0) {
        if (call.db.row(step.of_caller, order)) throw Error{Code::IllegalOrderStateTransition};
        if (step.of_anybody == nullptr) throw Error{Code::NonExistent};
        throw foreign_or_none(call, *step.of_anybody, order);
    }
    notification::notify_other_party(call, id);
    expect_one(call.db.change(step.lease, order), "lease of an order that was open");
    return {};
}

} // namespace joingate::auth_order
