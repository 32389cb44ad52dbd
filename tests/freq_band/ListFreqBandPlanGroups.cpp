#include "tests/support/two_tenants.h"

#include <Poco/JSON/Array.h>

#include <boost/test/unit_test.hpp>

using joingate::test::TwoTenants;

BOOST_FIXTURE_TEST_SUITE(ListFreqBandPlanGroups, TwoTenants)

BOOST_AUTO_TEST_CASE(shows_all_plans) {
    const auto outcome = stranger.outcome("ListFreqBandPlanGroups");
    BOOST_TEST(outcome.code == "");
    const auto plans = outcome.body->getArray("Data");
    BOOST_REQUIRE(plans->size() == 3U);
    BOOST_TEST(plans->getObject(0)->getValue<int>("GroupId") == 101);
    BOOST_TEST(plans->getObject(1)->getValue<int>("GroupId") == 102);
    BOOST_TEST(plans->getObject(1)->getValue<std::string>("FrequencyType") == "DIFF_FREQUENCY");
    BOOST_TEST(plans->getObject(2)->getValue<int>("GroupId") == 201);
}

BOOST_AUTO_TEST_SUITE_END()
