#include "tests/support/two_tenants.h"

#include <Poco/JSON/Array.h>
#include <boost/test/unit_test.hpp>

namespace {
constexpr auto kAction = "ListActivatedFeatures";

std::string listed(const joingate::test::Tenant& account,
                   const joingate::test::Tenant::Pairs& params) {
    const auto features = account.outcome(kAction, params).body->getArray("Data");
    std::string all;
    for (const auto& feature : *features)
        all += (all.empty() ? "" : " ") + feature.convert<std::string>();
    return all;
}

} // namespace

BOOST_FIXTURE_TEST_SUITE(ListActivatedFeatures, joingate::test::TwoTenants)

BOOST_AUTO_TEST_CASE(lists_those_of_the_account_in_either_environment) {
    for (const auto* name : {"NODE", "MULTICAST", "D2D", "RELAY"})
        feature(owner, name, false);
    const std::string features = "GATEWAY GATEWAY_TUPLE JOIN_PERMISSION_AUTHORIZATION "
                                 "KPM_PRODUCT_LINE LAB_GATEWAY LAB_NODE LOCAL_JOIN_PERMISSION "
                                 "NODE_TUPLE NOTIFICATION ROAMING_JOIN_PERMISSION UNICAST";
    BOOST_TEST(listed(owner, {}) == features);
    BOOST_TEST(listed(owner, {{"Environment", "IotInstance"}}) == features);
    BOOST_TEST(owner.calls(kAction, {{"Environment", "Public"}}) == "InvalidParameter");
    for (const auto* name : {"NODE", "MULTICAST", "D2D", "RELAY"})
        feature(owner, name, true);
}

BOOST_AUTO_TEST_SUITE_END()
