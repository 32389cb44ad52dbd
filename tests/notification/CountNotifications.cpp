#include "tests/notification/notifications.h"

#include <boost/test/unit_test.hpp>

namespace {

using joingate::test::Tenant;

std::string counted(Tenant& who, const Tenant::Pairs& params = {}) {
    const auto code = who.calls("CountNotifications", params);
    return code.empty() ? who.data() : code;
}

} // namespace

// That it counts what ListNotifications finds is tested there.
BOOST_FIXTURE_TEST_SUITE(CountNotifications, joingate::test::Notifications)

BOOST_AUTO_TEST_CASE(counts_the_callers) {
    BOOST_TEST(counted(renter) == "0");
    canceled_order();
    accepted_order();
    BOOST_TEST(counted(renter) == "3");
    BOOST_TEST(counted(renter, {{"Version", "2018-12-30"}}) == "3");
    BOOST_TEST(counted(owner) == "1");
    BOOST_TEST(counted(stranger) == "0");
}

BOOST_AUTO_TEST_CASE(refuses_what_is_not_lexically_right) {
    BOOST_TEST(counted(renter, {{"Category.1", "x"}}) == "InvalidParameter");
    BOOST_TEST(counted(renter, {{"HandleState", "x"}}) == "InvalidParameter");
    BOOST_TEST(counted(renter, {{"EndMillis", "1.5"}}) == "InvalidParameter");
    Tenant::Pairs many;
    for (int i = 1; i <= 101; ++i)
        many.emplace_back("Category." + std::to_string(i), "GATEWAY_OFFLINE");
    BOOST_TEST(counted(renter, many) == "InvalidParameter");
    many.pop_back();
    BOOST_TEST(counted(renter, many) == "0");
}

BOOST_AUTO_TEST_SUITE_END()
