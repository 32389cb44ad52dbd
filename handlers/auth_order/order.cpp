#include "handlers/auth_order/order.h"

#include "handlers/rows.h"

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

} // namespace joingate::auth_order
