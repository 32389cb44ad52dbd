#include "tests/support/two_tenants.h"

#include <boost/test/unit_test.hpp>

namespace {
constexpr auto kAction = "ListActivatedFeatures";
}

BOOST_FIXTURE_TEST_SUITE(ListActivatedFeatures, joingate::test::TwoTenants)

BOOST_AUTO_TEST_CASE(lists_those_of_the_account_in_either_environment) {
    for (const auto* name : {"NODE", "MULTICAST", "D2D", "RELAY"})
        feature(owner, name, false);
    const std::string features =
        R"(["GATEWAY","GATEWAY_TUPLE","JOIN_PERMISSION_AUTHORIZATION","KPM_PRODUCT_LINE",)"
        R"("LAB_GATEWAY","LAB_NODE","LOCAL_JOIN_PERMISSION","NODE_TUPLE","NOTIFICATION",)"
        R"("ROAMING_JOIN_PERMISSION","UNICAST"])";
    BOOST_TEST(owner.calls(kAction) == "");
    BOOST_TEST(owner.data() == features);
    BOOST_TEST(owner.calls(kAction, {{"Environment", "IotInstance"}}) == "");
    BOOST_TEST(owner.data() == features);
    BOOST_TEST(owner.calls(kAction, {{"Environment", "Public"}}) == "InvalidParameter");
    for (const auto* name : {"NODE", "MULTICAST", "D2D", "RELAY"})
        feature(owner, name, true);
}

BOOST_AUTO_TEST_SUITE_END()
