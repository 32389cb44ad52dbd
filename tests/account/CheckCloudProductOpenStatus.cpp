#include "tests/support/two_tenants.h"

#include <boost/test/unit_test.hpp>

namespace {
constexpr auto kAction = "CheckCloudProductOpenStatus";
}

BOOST_FIXTURE_TEST_SUITE(CheckCloudProductOpenStatus, joingate::test::TwoTenants)

BOOST_AUTO_TEST_CASE(answers_before_and_after_the_activation) {
    BOOST_TEST(owner.calls(kAction, {{"ServiceCode", "linkwan"}}) == "");
    BOOST_TEST(owner.data() == "true");
    activate(owner, false);
    BOOST_TEST(owner.calls(kAction) == "");
    BOOST_TEST(owner.data() == "false");
    activate(owner, true);
}

BOOST_AUTO_TEST_CASE(knows_no_other_product) {
    BOOST_TEST(owner.calls(kAction, {{"ServiceCode", "ecs"}}) == "InvalidParameter");
}

BOOST_AUTO_TEST_SUITE_END()
