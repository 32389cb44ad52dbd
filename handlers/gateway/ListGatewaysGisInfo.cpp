#include "handlers/gateway/gateway.h"
#include "handlers/rows.h"
#include "sql/statements.h"

namespace joingate {
namespace {

Data item(const db::Row& row, const Account& account) {
    return Data::fields()
        .add("GwEui", row.text("gw_eui"))
        .add("GisCoordinateSystem", row.text("gis_coordinate_system"))
        .add("Longitude", decimal_text(row, "longitude"))
        .add("Latitude", decimal_text(row, "latitude"))
        .add("FreqBandPlanGroupId", row.number("freq_band_plan_group_id"))
        .add("Name", row.text("gateway_name"))
        .add("OnlineState", gateway::kOnlineState)
        .add("GisSourceType", "USER_INPUT")
        .add("Enabled", row.flag("enabled"))
        .add("ChargeStatus", std::string{charge_status(account)});
}

Data list(Call& call) {
    Data items = Data::list();
    for (const db::Row& row : call.db.rows(statement::places_of_gateways))
        items.push(item(row, call.caller.account()));
    return items;
}

ReplyField reply() {
    return replies_list(
        "Data", "GatewayGisInfo",
        {replies("GwEui", Type::String), replies("GisCoordinateSystem", Type::String),
         replies("Longitude", Type::Float), replies("Latitude", Type::Float),
         replies("FreqBandPlanGroupId", Type::Long), replies("Name", Type::String),
         replies("OnlineState", Type::String), replies("GisSourceType", Type::String),
         replies("Enabled", Type::Boolean), replies("ChargeStatus", Type::String).since_2019(),
         replies("AuthTypes", Type::String).since_2019()});
}

} // namespace

Action ListGatewaysGisInfo() {
    return Action::read("Lists where all gateways of the caller stand, newest first.")
        .on("gateway", "*")
        .at(Place::Named)
        .needs("GATEWAY")
        .takes({instance_id()})
        .answers(reply())
        .handled_by(list);
}

} // namespace joingate
