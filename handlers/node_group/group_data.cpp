#include "handlers/node_group/group_data.h"

#include "handlers/no_radio.h"
#include "handlers/node_group/data_dispatch.h"
#include "handlers/paging.h"
#include "handlers/rows.h"
#include "sql/statements.h"

namespace joingate::node_group {
namespace {

Data locks_of(Call& call, const db::Row& group) {
    Data locks = Data::list();
    if (!group.flag("is_locked")) return locks;
    for (const auto& row :
         call.db.rows(statement::tenant_locks, {{"group", group.number("group_id")}}))
        locks.push(Data::fields()
                       .add("LockId", row.text("lock_id"))
                       .add("LockType", row.text("lock_type"))
                       .add("Enabled", true)
                       .add("CreateMillis", row.number("create_millis")));
    return locks;
}

} // namespace

Data shown_first(const db::Row& row, Data rx_daily_sum) {
    std::optional<bool> enabled;
    if (row.has("enabled")) enabled = row.flag("enabled");
    return Data::fields()
        .add("NodeGroupId", row.text("group_id"))
        .add("NodeGroupName", row.text("group_name"))
        .add("NodesCnt", row.number("nodes_count"))
        .add("DataDispatchEnabled", row.flag("dispatch_enabled"))
        .add("JoinPermissionId", optional_text(row, "permission_id"))
        .add("JoinPermissionOwnerAliyunId", optional_text(row, "owner_account"))
        .add("JoinEui", optional_text(row, "join_eui"))
        .add("FreqBandPlanGroupId", optional_number(row, "freq_band_plan_group_id"))
        .add("ClassMode", optional_text(row, "class_mode"))
        .add("JoinPermissionType", optional_text(row, "permission_type"))
        .add("JoinPermissionEnabled", enabled)
        .add("RxDailySum", std::move(rx_daily_sum))
        .add("RxMonthSum", kNoPackets)
        .add("TxDailySum", kNoPackets)
        .add("TxMonthSum", kNoPackets)
        .add("CreateMillis", row.number("create_millis"))
        .add("JoinPermissionName", optional_text(row, "permission_name"));
}

std::vector<ReplyField> replies_first(Type rx_daily_sum) {
    return {replies("NodeGroupId", Type::String),
            replies("NodeGroupName", Type::String),
            replies("NodesCnt", Type::Long),
            replies("DataDispatchEnabled", Type::Boolean),
            replies("JoinPermissionId", Type::String),
            replies("JoinPermissionOwnerAliyunId", Type::String),
            replies("JoinEui", Type::String),
            replies("FreqBandPlanGroupId", Type::Long),
            replies("ClassMode", Type::String),
            replies("JoinPermissionType", Type::String),
            replies("JoinPermissionEnabled", Type::Boolean),
            replies("RxDailySum", rx_daily_sum),
            replies("RxMonthSum", Type::Long),
            replies("TxDailySum", Type::Long),
            replies("TxMonthSum", Type::Long),
            replies("CreateMillis", Type::Long),
            replies("JoinPermissionName", Type::String).since_2019()};
}

void show_last(Call& call, const db::Row& row, Data& group) {
    group.add("Locks", locks_of(call, row)).add("DataDispatchConfig", data_dispatch::config(row));
}

std::vector<ReplyField> replies_last(std::string_view lock_item) {
    return {replies_list("Locks", lock_item,
                         {replies("LockId", Type::String), replies("LockType", Type::String),
                          replies("Enabled", Type::Boolean), replies("CreateMillis", Type::Long)}),
            data_dispatch::replies_config(replies("DebugSwitch", Type::Boolean).since_2019())};
}

std::vector<Field> filter_fields() {
    return {
        text("FuzzyName").like("group").means("Part of the name."),
        eui_part("FuzzyJoinEui").like("d896e0").means("Part of the bound permission's JoinEUI."),
        eui_part("FuzzyDevEui").like("d896e0").means("Part of the DevEUI of one of its nodes."),
        instance_id()};
}

db::Binds filters(const Inputs& in) {
    return {text_filter(in, "name", "FuzzyName"), text_filter(in, "join_eui", "FuzzyJoinEui"),
            text_filter(in, "dev_eui", "FuzzyDevEui")};
}

} // namespace joingate::node_group
