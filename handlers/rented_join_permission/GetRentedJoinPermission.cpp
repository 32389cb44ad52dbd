#include "handlers/join_permission/permission.h"
#include "handlers/no_radio.h"
#include "handlers/rows.h"
#include "sql/statements.h"

namespace joingate {
namespace {

Data get(Call& call) {
    const auto id = call.in.number("JoinPermissionId");
    const auto row = call.db.row(statement::rented_permission, {{"permission", id}});
    if (!row) throw permission::foreign_or_none(call, id);

    return Data::fields()
        .add("JoinPermissionId", std::to_string(id))
        .add("JoinEui", row->text("join_eui"))
        .add("FreqBandPlanGroupId", row->number("freq_band_plan_group_id"))
        .add("ClassMode", row->text("class_mode"))
        .add("Type", row->text("permission_type"))
        .add("Enabled", row->flag("enabled"))
        .add("RxDailySum", kNoPackets)
        .add("RxMonthSum", kNoPackets)
        .add("TxDailySum", kNoPackets)
        .add("TxMonthSum", kNoPackets)
        .add("CreateMillis", row->number("create_millis"))
        .add("NodesCnt", row->number("nodes_count"))
        .add("JoinPermissionName", row->text("permission_name"))
        .add("BoundNodeGroupId", optional_text(*row, "bound_group_id"))
        .add("BoundNodeGroupName", optional_text(*row, "bound_group_name"))
        .add("RxDelay", row->number("rx_delay"))
        .add("DataRate", optional_number(*row, "data_rate"));
}

ReplyField reply() {
    return replies_struct(
        "Data", {replies("JoinPermissionId", Type::String), replies("JoinEui", Type::String),
                 replies("FreqBandPlanGroupId", Type::Long), replies("ClassMode", Type::String),
                 replies("Type", Type::String), replies("Enabled", Type::Boolean),
                 replies("RxDailySum", Type::Long), replies("RxMonthSum", Type::Long),
                 replies("TxDailySum", Type::Long), replies("TxMonthSum", Type::Long),
                 replies("CreateMillis", Type::Long), replies("NodesCnt", Type::Long),
                 replies("JoinPermissionName", Type::String),
                 replies("BoundNodeGroupId", Type::String).since_2019(),
                 replies("BoundNodeGroupName", Type::String).since_2019(),
                 replies("RxDelay", Type::Long).since_2019(),
                 replies("DataRate", Type::Long).since_2019()});
}

} // namespace

Action GetRentedJoinPermission() {
    return Action::read("Reads a join permission that the caller rents.")
        .on("rented-join-permission", "JoinPermissionId")
        .needs("JOIN_PERMISSION_AUTHORIZATION")
        .takes({permission::id_field()})
        .answers(reply())
        .refuses({Code::NonExistent, Code::NotResourceOwner})
        .handled_by(get);
}

} // namespace joingate
