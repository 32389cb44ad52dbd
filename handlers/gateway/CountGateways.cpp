#include "handlers/gateway/gateways.h"
#include "handlers/paging.h"
#include "sql/statements.h"

namespace joingate {
namespace {

Data count_gateways(Call& call) {
    return count(call, statement::own_gateways, gateway::filters(call.in));
}

std::vector<Field> fields() {
    auto fields = gateway::filter_fields();
    for (const auto* name : {"RealTenantId", "RealTripartiteKey"})
        fields.push_back(
            text(name).since_2019().means("Sent by the C++ SDK for the vendor; ignored."));
    return fields;
}

} // namespace

Action CountGateways() {
    return Action::read("Counts the gateways of the caller.")
        .on("gateway", "*")
        .at(Place::Named)
        .needs("GATEWAY")
        .takes(fields())
        .answers(replies("Data", Type::Long))
        .handled_by(count_gateways);
}

} // namespace joingate
