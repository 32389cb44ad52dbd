#include "handlers/gateway/gateway.h"
#include "sql/statements.h"

#include <algorithm>

namespace joingate {
namespace {

bool is_null(const db::Bind& bind) {
    return std::holds_alternative<std::monostate>(bind.value);
}

/// Looks for the gateway first, since what does not exist comes before wrong values. It may be
/// deleted between the look and the change.
Data update(Call& call) {
    const auto eui = call.in.text("GwEui");
    if (!call.db.row(statement::own_gateways, {{"eui", eui}})) throw Error{Code::NonExistent};
    auto values = gateway::said(call.in);
    if (std::all_of(values.begin(), values.end(), is_null)) return {};

    values.push_back({"gateway", eui});
    if (call.db.change(statement::change_gateway, values) == 0) throw Error{Code::NonExistent};
    return {};
}

std::vector<Field> fields() {
    auto fields = gateway::said_fields();
    fields.insert(fields.begin(), gateway::eui_field());
    fields.push_back(instance_id());
    return fields;
}

} // namespace

Action UpdateGateway() {
    return Action::write("Changes what is said about a gateway; what is left out stays.")
        .on("gateway", "GwEui")
        .at(Place::Named)
        .needs("GATEWAY")
        .takes(fields())
        .refuses({Code::NonExistent, Code::InvalidName, Code::InvalidFreqBandPlan})
        .handled_by(update);
}

} // namespace joingate
