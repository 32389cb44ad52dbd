#include "handlers/gateway/gateway.h"
#include "handlers/refusals.h"
#include "sql/statements.h"

namespace joingate {
namespace {

Data get(Call& call) {
    const auto eui = call.in.text("GwEui");
    const auto row = call.db.row(statement::own_gateways, {{"eui", eui}});
    if (!row)
        throw foreign_or_none(call, statement::gateway_of_another_account, {{"gateway", eui}});
    return gateway::gateway_data(*row, call.caller.account());
}

ReplyField reply() {
    return replies_struct(
        "Data",
        gateway::reply_fields(
            {replies("GwEui", Type::String), replies("OnlineState", Type::String)},
            {replies("TimeCorrectable", Type::Boolean), replies("ClassBSupported", Type::Boolean),
             replies("ClassBWorking", Type::Boolean), replies("Enabled", Type::Boolean)}));
}

} // namespace

Action GetGateway() {
    return Action::read("Reads a gateway of the caller.")
        .on("gateway", "GwEui")
        .at(Place::Named)
        .needs("GATEWAY")
        .takes({gateway::eui_field(), instance_id()})
        .answers(reply())
        .refuses({Code::NonExistent, Code::NotResourceOwner})
        .handled_by(get);
}

} // namespace joingate
