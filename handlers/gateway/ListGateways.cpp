#include "handlers/gateway/gateway.h"
#include "handlers/gateway/gateways.h"
#include "handlers/paging.h"
#include "sql/statements.h"

namespace joingate {
namespace {

/// The one SortingField tells none apart from another, as none has ever been online: what is left
/// is the order without it.
Data list(Call& call) {
    return page(call, statement::own_gateways, gateway::filters(call.in), [&](const db::Row& row) {
        return gateway::gateway_data(row, call.caller.account());
    });
}

ReplyField reply() {
    return replies_page("Gateway",
                        gateway::reply_fields({replies("GwEui", Type::String)},
                                              {replies("OnlineState", Type::String),
                                               replies("Enabled", Type::Boolean),
                                               replies("ClassBSupported", Type::Boolean),
                                               replies("ClassBWorking", Type::Boolean),
                                               replies("TimeCorrectable", Type::Boolean)}));
}

} // namespace

Action ListGateways() {
    return Action::read("Pages through the gateways of the caller.")
        .on("gateway", "*")
        .at(Place::Named)
        .needs("GATEWAY")
        .takes(paged({"ONLINE_STATE_CHANGED_MILLIS"}, gateway::filter_fields()))
        .answers(reply())
        .handled_by(list);
}

} // namespace joingate
