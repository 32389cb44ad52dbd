#include "handlers/node_group/data_dispatch.h"
#include "handlers/paging.h"
#include "handlers/rented_join_permission/rented.h"
#include "handlers/rows.h"
#include "sql/statements.h"

namespace joingate {
namespace {

/// Its numbers are texts, unlike those of the other replies (api.json).
Data item(const db::Row& row) {
    return Data::fields()
        .add("JoinPermissionId", row.text("permission_id"))
        .add("OwnerAliyunId", row.text("owner_account"))
        .add("JoinEui", row.text("join_eui"))
        .add("FreqBandPlanGroupId", row.text("freq_band_plan_group_id"))
        .add("ClassMode", row.text("class_mode"))
        .add("Enabled", row.flag("enabled"))
        .add("BoundNodeGroup", row.has("bound_group_id"))
        .add("Type", row.text("permission_type"))
        .add("BoundNodeGroupName", optional_text(row, "bound_group_name"))
        .add("BoundNodeGroupId", optional_text(row, "bound_group_id"))
        .add("RxDelay", row.text("rx_delay"))
        .add("DataRate", optional_text(row, "data_rate"))
        .add("JoinPermissionName", row.text("permission_name"))
        .add("DataDispatchConfig", data_dispatch::config(row));
}

Data list(Call& call) {
    return page(call, statement::rented_permissions, permission::rented_filters(call.in), item);
}

ReplyField reply() {
    return replies_page(
        "JoinPermission",
        {replies("JoinPermissionId", Type::String), replies("OwnerAliyunId", Type::String),
         replies("JoinEui", Type::String), replies("FreqBandPlanGroupId", Type::String),
         replies("ClassMode", Type::String), replies("Enabled", Type::Boolean),
         replies("BoundNodeGroup", Type::Boolean), replies("Type", Type::String),
         replies("BoundNodeGroupName", Type::String).since_2019(),
         replies("BoundNodeGroupId", Type::String).since_2019(),
         replies("RxDelay", Type::String).since_2019(),
         replies("DataRate", Type::String).since_2019(),
         replies("JoinPermissionName", Type::String),
         data_dispatch::replies_config(replies("DebugSwitch", Type::Boolean)).since_2019()});
}

} // namespace

Action ListRentedJoinPermissions() {
    return Action::read("Pages through the join permissions that the caller rents.")
        .on("rented-join-permission", "*")
        .at(Place::Named)
        .needs("JOIN_PERMISSION_AUTHORIZATION")
        .takes(paged({"CREATED_MILLIS"}, permission::rented_filter_fields()))
        .answers(reply())
        .handled_by(list);
}

} // namespace joingate
