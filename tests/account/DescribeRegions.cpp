#include "tests/support/two_tenants.h"

#include <boost/test/unit_test.hpp>

namespace {
constexpr auto kAction = "DescribeRegions";
}

BOOST_FIXTURE_TEST_SUITE(DescribeRegions, joingate::test::TwoTenants)

BOOST_AUTO_TEST_CASE(lists_the_configured_regions) {
    BOOST_TEST(owner.calls(kAction) == "");
    BOOST_TEST(owner.data() ==
               R"json([{"LocalName":"China (Shanghai)","RegionId":"cn-shanghai"}])json");
}

BOOST_AUTO_TEST_SUITE_END()
