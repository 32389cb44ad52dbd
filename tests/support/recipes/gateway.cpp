#include "tests/gateway/gateways.h"
#include "tests/support/recipes/family.h"

namespace joingate::test {

namespace {

Tenant::Pairs of_gateway(TwoTenants& world, const Tenant::Pairs& more = {}) {
    return with({{"GwEui", Gateways::gateway(world.owner)}}, more);
}

} // namespace

Recipes gateway_recipes() {
    return {
        {"CreateGateway",
         [](TwoTenants& w) { return by_owner(w, Gateways::request(Gateways::registered())); }},
        {"DeleteGateway", [](TwoTenants& w) { return by_owner(w, of_gateway(w)); }},
        {"UpdateGateway",
         [](TwoTenants& w) {
             return by_owner(w, of_gateway(w, {{"Name", "renamed"}}));
         }},
        {"UpdateGatewayEnablingState",
         [](TwoTenants& w) {
             return by_owner(w, of_gateway(w, {{"Enabled", "false"}}));
         }},
        {"GetGateway", [](TwoTenants& w) { return by_owner(w, of_gateway(w)); }},
        {"ListGateways",
         [](TwoTenants& w) {
             Gateways::gateway(w.owner);
             return by_owner(w, kPage);
         }},
        {"CountGateways", [](TwoTenants& w) { return by_owner(w, {}); }},
        {"ListGatewaysGisInfo",
         [](TwoTenants& w) {
             Gateways::gateway(w.owner);
             return by_owner(w, {});
         }},
    };
}

} // namespace joingate::test
