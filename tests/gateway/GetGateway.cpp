#include "tests/gateway/gateways.h"

#include <boost/test/unit_test.hpp>

namespace {

using joingate::test::Gateways;

constexpr auto kAction = "GetGateway";

} // namespace

BOOST_FIXTURE_TEST_SUITE(GetGateway, Gateways)

BOOST_AUTO_TEST_CASE(tells_that_no_radio_reached_the_gateway) {
    BOOST_TEST(owner.calls(kAction, {{"GwEui", gateway(owner)}}) == "");
    BOOST_TEST(owner.field("OnlineState") == "OFFLINE");
    for (const auto* name : {"ClassBSupported", "ClassBWorking", "TimeCorrectable"})
        BOOST_TEST(owner.field(name) == "false");
    for (const auto* name :
         {"OnlineStateChangedMillis", "EmbeddedNsId", "AuthTypes", "Description"})
        BOOST_TEST(owner.field(name) == "absent");
}

BOOST_AUTO_TEST_CASE(has_no_later_fields_in_the_old_version) {
    BOOST_TEST(owner.calls(kAction, {{"GwEui", gateway(owner)}, {"Version", "2018-12-30"}}) == "");
    BOOST_TEST(owner.field("ChargeStatus") == "absent");
    BOOST_TEST(owner.field("Enabled") == "true");
}

BOOST_AUTO_TEST_CASE(shows_the_charge_status_of_the_account) {
    const auto id = gateway(owner);
    owner.calls(kAction, {{"GwEui", id}});
    BOOST_TEST(owner.field("ChargeStatus") == "NORMAL");
    arrearage(owner, true);
    owner.calls(kAction, {{"GwEui", id}});
    arrearage(owner, false);
    BOOST_TEST(owner.field("ChargeStatus") == "ARREARAGE");
}

BOOST_AUTO_TEST_CASE(tells_anothers_gateway_from_none) {
    BOOST_TEST(stranger.calls(kAction, {{"GwEui", gateway(owner)}}) == "NotResourceOwner");
    BOOST_TEST(owner.calls(kAction, {{"GwEui", registered(2)}}) == "NonExistent");
    BOOST_TEST(owner.calls(kAction, {{"GwEui", eui(3)}}) == "NonExistent");
}

BOOST_AUTO_TEST_CASE(looks_into_one_instance_unless_the_version_knows_none) {
    const auto id = gateway(owner, 1, {{"IotInstanceId", enterprise_id()}});
    BOOST_TEST(owner.calls(kAction, {{"GwEui", id}}) == "NonExistent");
    BOOST_TEST(owner.calls(kAction, {{"GwEui", id}, {"IotInstanceId", enterprise_id()}}) == "");
    BOOST_TEST(owner.calls(kAction, {{"GwEui", id}, {"Version", "2018-12-30"}}) == "");
}

BOOST_AUTO_TEST_SUITE_END()
