#include "tests/gateway/gateways.h"

#include <boost/test/unit_test.hpp>

namespace {

using joingate::test::Gateways;
using joingate::test::Tenant;

constexpr auto kAction = "UpdateGatewayEnablingState";

Tenant::Pairs request_for(const std::string& gateway, const std::string& enabled) {
    return {{"GwEui", gateway}, {"Enabled", enabled}};
}

} // namespace

BOOST_FIXTURE_TEST_SUITE(UpdateGatewayEnablingState, Gateways)

BOOST_AUTO_TEST_CASE(switches_a_gateway_off_and_on) {
    const auto id = gateway(owner);
    BOOST_TEST(owner.calls(kAction, request_for(id, "false")) == "");
    BOOST_TEST(column(owner, "enabled") == "0");
    BOOST_TEST(owner.calls(kAction, request_for(id, "TRUE")) == "");
    BOOST_TEST(column(owner, "enabled") == "1");
}

BOOST_AUTO_TEST_CASE(succeeds_where_it_was_so_already) {
    const auto id = gateway(owner);
    BOOST_TEST(owner.calls(kAction, request_for(id, "true")) == "");
    BOOST_TEST(column(owner, "CONCAT_WS(' ', enabled, version)") == "1 2");
}

BOOST_AUTO_TEST_CASE(is_refused_for_a_gateway_that_the_caller_has_not) {
    const auto id = gateway(owner);
    BOOST_TEST(stranger.calls(kAction, request_for(id, "false")) == "NonExistent");
    BOOST_TEST(owner.calls(kAction, request_for(registered(2), "false")) == "NonExistent");
    BOOST_TEST(column(owner, "enabled") == "1");
}

BOOST_AUTO_TEST_CASE(takes_no_other_word_for_true) {
    BOOST_TEST(owner.calls(kAction, request_for(gateway(owner), "1")) == "InvalidParameter");
}

BOOST_AUTO_TEST_SUITE_END()
