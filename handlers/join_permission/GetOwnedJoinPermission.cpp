#include "handlers/join_permission/permission.h"
#include "handlers/no_radio.h"
#include "handlers/rows.h"
#include "sql/statements.h"

namespace joingate {
namespace {

Data get(Call& call) {
    const auto id = call.in.number("JoinPermissionId");
    const auto row = call.db.row(statement::owned_permission, {{"permission", id}});
    if (!row) throw permission::foreign_or_none(call, id);

    return Data::fields()
        .add("JoinPermissionId", std::to_string(id))
        .add("RenterAliyunId", optional_text(*row, "renter_account"))
        .add("JoinEui", row->text("join_eui"))
        .add("FreqBandPlanGroupId", row->number("freq_band_plan_group_id"))
        .add("ClassMode", row->text("class_mode"))
        .add("Enabled", row->flag("enabled"))
        .add("NodesCnt", row->number("nodes_count"))
        .add("DataDispatchDestination", optional_text(*row, "dispatch_destination"))
        .add("RxDailySum", kNoPackets)
        .add("RxMonthSum", kNoPackets)
        .add("TxDailySum", kNoPackets)
        .add("TxMonthSum", kNoPackets)
        .add("CreateMillis", row->number("create_millis"))
        .add("JoinPermissionName", row->text("permission_name"))
        .add("AuthState", optional_text(*row, "lease_state").value_or("NEW"))
        .add("MulticastEnabled", false)
        .add("RxDelay", row->number("rx_delay"))
        .add("DataRate", optional_number(*row, "data_rate"))
        .add("BoundProductName", optional_text(*row, "product_name"));
}

ReplyField reply() {
    return replies_struct("Data", {replies("JoinPermissionId", Type::String),
                                   replies("RenterAliyunId", Type::String),
                                   replies("JoinEui", Type::String),
                                   replies("FreqBandPlanGroupId", Type::Long),
                                   replies("ClassMode", Type::String),
                                   replies("Enabled", Type::Boolean),
                                   replies("NodesCnt", Type::Long),
                                   replies("DataDispatchDestination", Type::String),
                                   replies("RxDailySum", Type::Long),
                                   replies("RxMonthSum", Type::Long),
                                   replies("TxDailySum", Type::Long),
                                   replies("TxMonthSum", Type::Long),
                                   replies("CreateMillis", Type::Long),
                                   replies("JoinPermissionName", Type::String),
                                   replies("AuthState", Type::String),
                                   replies("MulticastEnabled", Type::Boolean).since_2019(),
                                   replies("MulticastNodeCapacity", Type::Integer).since_2019(),
                                   replies("MulticastNodeCount", Type::Integer).since_2019(),
                                   replies("RxDelay", Type::Long).since_2019(),
                                   replies("DataRate", Type::Long).since_2019(),
                                   replies("BoundProductName", Type::String).since_2019()});
}

} // namespace

Action GetOwnedJoinPermission() {
    return Action::read("Reads a join permission that the caller owns.")
        .on("owned-join-permission", "JoinPermissionId")
        .at(Place::Named)
        .needs("LOCAL_JOIN_PERMISSION")
        .takes({permission::id_field(), instance_id()})
        .answers(reply())
        .refuses({Code::NonExistent, Code::NotResourceOwner})
        .handled_by(get);
}

} // namespace joingate
