#include "handlers/notification/notification.h"

#include "handlers/auth_order/order.h"
#include "handlers/rows.h"

namespace joingate::notification {
namespace {

/// The order as it is now, and the permission as it was then.
Data auth_info(const db::Row& row) {
    return auth_order::data(row)
        .add("JoinEui", optional_text(row, "join_eui"))
        .add("JoinPermissionName", optional_text(row, "permission_name"));
}

Data offline_info(const db::Row& row) {
    return Data::fields()
        .add("GwEui", optional_text(row, "gw_eui"))
        .add("OfflineMillis", optional_number(row, "event_millis"));
}

Data dataflow_limit(const db::Row& row) {
    return Data::fields()
        .add("DataflowLimitMillis", optional_number(row, "event_millis"))
        .add("AlarmDetail", optional_text(row, "alarm_detail"))
        .add("GwEui", optional_text(row, "gw_eui"));
}

} // namespace

Data data(const db::Row& row) {
    const auto& category = row.text("category");
    Data data = Data::fields();
    data.add("NotificationId", row.text("notification_id"))
        .add("Category", category)
        .add("HandleState", row.text("handle_state"))
        .add("NoticeMillis", row.number("notice_millis"))
        .add("HandledMillis", optional_number(row, "handled_millis"));
    if (category == kGatewayOffline) data.add("GatewayOfflineInfo", offline_info(row));
    if (row.has("order_id")) data.add("JoinPermissionAuthInfo", auth_info(row));
    if (category == kGatewayDataflowLimit) data.add("GatewayDataflowLimit", dataflow_limit(row));
    return data;
}

std::vector<ReplyField> reply_fields() {
    return {replies("NotificationId", Type::String),
            replies("Category", Type::String),
            replies("HandleState", Type::String),
            replies("NoticeMillis", Type::Long),
            replies("HandledMillis", Type::Long),
            replies_struct("GatewayOfflineInfo",
                           {replies("GwEui", Type::String), replies("OfflineMillis", Type::Long)}),
            replies_struct(
                "JoinPermissionAuthInfo",
                {replies("OrderId", Type::String), replies("JoinPermissionId", Type::String),
                 replies("OwnerAliyunId", Type::String), replies("RenterAliyunId", Type::String),
                 replies("OrderState", Type::String), replies("ApplyingMillis", Type::Long),
                 replies("AcceptedMillis", Type::Long), replies("CanceledMillis", Type::Long),
                 replies("RejectedMillis", Type::Long), replies("JoinEui", Type::String),
                 replies("JoinPermissionName", Type::String)})};
}

} // namespace joingate::notification
