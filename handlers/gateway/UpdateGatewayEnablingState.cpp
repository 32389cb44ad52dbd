#include "handlers/gateway/gateway.h"
#include "sql/statements.h"

namespace joingate {
namespace {

Data enable(Call& call) {
    const std::int64_t enabled = call.in.flag("Enabled") ? 1 : 0;
    if (call.db.change(statement::enable_gateway,
                       {{"gateway", call.in.text("GwEui")}, {"enabled", enabled}}) == 0)
        throw Error{Code::NonExistent};
    return {};
}

} // namespace

Action UpdateGatewayEnablingState() {
    return Action::write("Switches a gateway on or off.")
        .on("gateway", "GwEui")
        .at(Place::Named)
        .needs("GATEWAY")
        .takes({gateway::eui_field(),
                boolean("Enabled").required().like("true").means("Whether it is on."),
                instance_id()})
        .refuses({Code::NonExistent})
        .handled_by(enable);
}

} // namespace joingate
