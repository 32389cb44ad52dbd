#include "tests/support/two_tenants.h"

#include <Poco/JSON/Array.h>
#include <boost/test/unit_test.hpp>

namespace {
constexpr auto kAction = "DescribeRegions";
}

BOOST_FIXTURE_TEST_SUITE(DescribeRegions, joingate::test::TwoTenants)

BOOST_AUTO_TEST_CASE(lists_the_configured_regions) {
    const auto regions = owner.outcome(kAction).body->getArray("Data");
    BOOST_TEST(regions->size() == 1U);
    const auto region = regions->getObject(0);
    BOOST_TEST(region->getValue<std::string>("RegionId") == "cn-shanghai");
    BOOST_TEST(region->getValue<std::string>("LocalName") == "China (Shanghai)");
}

BOOST_AUTO_TEST_SUITE_END()
