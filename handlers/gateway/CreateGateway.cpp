#include "handlers/device_pin.h"
#include "handlers/expect_one.h"
#include "handlers/gateway/gateway.h"
#include "handlers/quota.h"
#include "sql/statements.h"

namespace joingate {
namespace {

void claim(Call& call, std::string_view eui, const db::Row& tuple) {
    try {
        if (call.db.change(statement::claim_gateway,
                           {{"gateway", eui}, {"tuple_version", tuple.number("tuple_version")}}) ==
            0)
            throw db::Conflict{0, "a gateway changed in the registry while it was claimed"};
    } catch (const db::Duplicate& duplicate) {
        if (duplicate.key() != "PRIMARY") throw;
        // Somebody claimed it since the look; who it was tells the next try. MariaDB's snapshot
        // isolation makes it a conflict before it comes to this.
        throw db::Conflict{duplicate.number(), duplicate.what()};
    }
}

/// A wrong PIN is answered first: whose the gateway is, and in which state, is told to who holds it
/// in hand only.
Data create(Call& call) {
    const auto eui = call.in.text("GwEui");
    const auto tuple = call.db.row(statement::gateway_to_claim, {{"gateway", eui}});
    if (!tuple) throw Error{Code::IotHubTripleMissing};
    check_pin(call, DeviceKind::Gateway, eui, *tuple);
    if (tuple->text("state") == "ABANDONED") throw Error{Code::GatewayTupleAlreadyAbandoned};
    const bool is_claimed = tuple->has("is_own");
    if (is_claimed && !tuple->flag("is_own")) throw Error{Code::GatewayAlreadyBoundToOthers};

    auto values = gateway::said(call.in);
    if (is_claimed) throw Error{Code::GwEuiDuplicated};
    claim(call, eui, *tuple);
    values.push_back({"gateway", eui});
    expect_one(call.db.change(statement::add_gateway, values), "new gateway");
    quota::take(call, quota::kGateway, Code::ExceedGatewayLimit);
    return {};
}

std::vector<Field> fields() {
    std::vector<Field> fields{gateway::eui_field(), pin_field()};
    for (auto& field : gateway::said_fields())
        fields.push_back(field.name() == "Description" ? field : field.required());
    fields.push_back(instance_id());
    return fields;
}

} // namespace

Action CreateGateway() {
    return Action::create("Takes a gateway into the caller's account, by its PIN.")
        .on("gateway", "*")
        .at(Place::Named)
        .needs("GATEWAY")
        .takes(fields())
        .refuses({Code::IotHubTripleMissing, Code::InvalidPinCode,
                  Code::TooManyPinCodeVerificationFailures, Code::GatewayTupleAlreadyAbandoned,
                  Code::GatewayAlreadyBoundToOthers, Code::InvalidName, Code::InvalidFreqBandPlan,
                  Code::GwEuiDuplicated, Code::ExceedGatewayLimit, Code::GatewayInstanceInvalid,
                  Code::GatewayDistributeFail})
        .handled_by(create);
}

} // namespace joingate
