#include "handlers/join_permission/owned.h"
#include "handlers/paging.h"
#include "handlers/rows.h"
#include "sql/statements.h"

namespace joingate {
namespace {

Data item(const db::Row& row) {
    return Data::fields()
        .add("JoinPermissionId", row.text("permission_id"))
        .add("RenterAliyunId", optional_text(row, "renter_account"))
        .add("JoinEui", row.text("join_eui"))
        .add("FreqBandPlanGroupId", row.number("freq_band_plan_group_id"))
        .add("ClassMode", row.text("class_mode"))
        .add("AuthState", optional_text(row, "lease_state").value_or("NEW"))
        .add("Enabled", row.flag("enabled"))
        .add("JoinPermissionName", row.text("permission_name"))
        .add("RxDelay", row.number("rx_delay"))
        .add("DataRate", optional_number(row, "data_rate"));
}

Data list(Call& call) {
    return page(call, statement::owned_permissions, permission::OwnedFilters{call}.binds(), item);
}

ReplyField reply() {
    return replies_page(
        "JoinPermission",
        {replies("JoinPermissionId", Type::String), replies("RenterAliyunId", Type::String),
         replies("JoinEui", Type::String), replies("FreqBandPlanGroupId", Type::Long),
         replies("ClassMode", Type::String), replies("AuthState", Type::String),
         replies("Enabled", Type::Boolean), replies("JoinPermissionName", Type::String),
         replies("RxDelay", Type::Long).since_2019(),
         replies("DataRate", Type::Long).since_2019()});
}

} // namespace

Action ListOwnedJoinPermissions() {
    return Action::read("Pages through the join permissions that the caller owns.")
        .on("owned-join-permission", "*")
        .at(Place::Named)
        .needs("LOCAL_JOIN_PERMISSION")
        .takes(paged({"CREATED_MILLIS"}, permission::owned_filter_fields()))
        .answers(reply())
        .handled_by(list);
}

} // namespace joingate
