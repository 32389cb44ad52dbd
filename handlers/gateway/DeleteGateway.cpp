#include "handlers/expect_one.h"
#include "handlers/gateway/gateway.h"
#include "handlers/quota.h"
#include "sql/statements.h"

namespace joingate {
namespace {

Data remove(Call& call) {
    const db::Binds gateway{{"gateway", call.in.text("GwEui")}};
    if (call.db.change(statement::remove_gateway, gateway) == 0) throw Error{Code::NonExistent};
    expect_one(call.db.change(statement::release_gateway, gateway), "claim of a gateway");
    quota::give_back(call, quota::kGateway);
    return {};
}

} // namespace

Action DeleteGateway() {
    return Action::write("Releases a gateway, so that any account may take it.")
        .on("gateway", "GwEui")
        .at(Place::Named)
        .needs("GATEWAY")
        .takes({gateway::eui_field(), instance_id()})
        .refuses({Code::NonExistent, Code::GatewayDistributeFail})
        .handled_by(remove);
}

} // namespace joingate
