#include "tests/gateway/gateways.h"

#include <boost/test/unit_test.hpp>

namespace {

using joingate::test::at_once;
using joingate::test::Gateways;

constexpr auto kAction = "DeleteGateway";

} // namespace

BOOST_FIXTURE_TEST_SUITE(DeleteGateway, Gateways)

BOOST_AUTO_TEST_CASE(releases_the_gateway_for_any_account) {
    const auto id = gateway(owner);
    BOOST_TEST(owner.calls(kAction, {{"GwEui", id}}) == "");
    BOOST_TEST(column(owner, "COUNT(*)") == "0");
    BOOST_TEST(claims() == "0");
    BOOST_TEST(used(owner, "GATEWAY") == "0");
    BOOST_TEST(stranger.calls("CreateGateway", request(id)) == "");
}

BOOST_AUTO_TEST_CASE(is_refused_the_second_time) {
    const auto id = gateway(owner);
    gateway(owner, 2);
    owner.calls(kAction, {{"GwEui", id}});
    BOOST_TEST(owner.calls(kAction, {{"GwEui", id}}) == "NonExistent");
    BOOST_TEST(used(owner, "GATEWAY") == "1");
}

BOOST_AUTO_TEST_CASE(is_refused_for_a_gateway_that_nobody_took) {
    BOOST_TEST(owner.calls(kAction, {{"GwEui", registered()}}) == "NonExistent");
    BOOST_TEST(owner.calls(kAction, {{"GwEui", eui(2)}}) == "NonExistent");
}

BOOST_AUTO_TEST_CASE(lets_no_other_account_release_it) {
    const auto id = gateway(owner);
    BOOST_TEST(stranger.calls(kAction, {{"GwEui", id}}) == "NonExistent");
    BOOST_TEST(stranger.calls(kAction, {{"GwEui", id}, {"IotInstanceId", owner.instance_id()}}) ==
               "NonExistent");
    BOOST_TEST(claims() == "1");
}

BOOST_AUTO_TEST_CASE(finds_the_instance_by_itself_in_the_older_version) {
    const auto id = gateway(owner, 1, {{"IotInstanceId", enterprise_id()}});
    BOOST_TEST(owner.calls(kAction, {{"GwEui", id}}) == "NonExistent");
    BOOST_TEST(owner.calls(kAction, {{"GwEui", id}, {"Version", "2018-12-30"}}) == "");
    BOOST_TEST(claims() == "0");
}

BOOST_AUTO_TEST_CASE(gives_one_slot_back_to_many_callers_at_once) {
    const auto id = gateway(owner);
    gateway(owner, 2);
    const auto remove = [&] { return owner.outcome(kAction, {{"GwEui", id}}).code; };
    BOOST_TEST(at_once({remove, remove, remove}) ==
                   (std::vector<std::string>{"", "NonExistent", "NonExistent"}),
               boost::test_tools::per_element());
    BOOST_TEST(used(owner, "GATEWAY") == "1");
}

BOOST_AUTO_TEST_CASE(and_a_new_claim_at_once_leave_one_owner_or_none) {
    for (int round = 1; round <= 5; ++round) {
        const auto id = gateway(owner, round);
        at_once({[&] {
                     return owner.outcome(kAction, {{"GwEui", id}}).code;
                 },
                 [&] { return stranger.outcome("CreateGateway", request(id)).code; }});
        const auto of_stranger = value_of("SELECT COUNT(*) FROM " + stranger.schema() +
                                          ".gateway WHERE gw_eui = '" + id + "'");
        BOOST_TEST(value_of("SELECT COUNT(*) FROM joingateexchange.gateway_claim WHERE gw_eui = '" +
                            id + "'") == of_stranger);
    }
    BOOST_TEST(used(owner, "GATEWAY") == "0");
    BOOST_TEST(used(stranger, "GATEWAY") == claims());
}

BOOST_AUTO_TEST_SUITE_END()
