#include "tests/support/two_tenants.h"

#include <boost/test/unit_test.hpp>

namespace {
constexpr auto kAction = "CheckUserChargeStatus";
}

BOOST_FIXTURE_TEST_SUITE(CheckUserChargeStatus, joingate::test::TwoTenants)

BOOST_AUTO_TEST_CASE(tells_what_the_operator_set) {
    BOOST_TEST(owner.calls(kAction) == "");
    BOOST_TEST(owner.data() == "NORMAL");
    arrearage(owner, true);
    BOOST_TEST(owner.calls(kAction) == "");
    BOOST_TEST(owner.data() == "ARREARAGE");
    BOOST_TEST(renter.calls(kAction) == "");
    BOOST_TEST(renter.data() == "NORMAL");
    arrearage(owner, false);
}

BOOST_AUTO_TEST_CASE(is_not_there_in_the_older_version) {
    BOOST_TEST(owner.calls(kAction, {{"Version", "2018-12-30"}}) == "InvalidAction.NotFound");
}

BOOST_AUTO_TEST_SUITE_END()
