#include "tests/auth_order/orders.h"

#include <boost/test/unit_test.hpp>

using joingate::test::Orders;

namespace {
const std::string kCancel = "CancelJoinPermissionAuthOrder";
}

BOOST_FIXTURE_TEST_SUITE(CancelJoinPermissionAuthOrder, Orders)

BOOST_AUTO_TEST_CASE(makes_the_permission_new_again) {
    const auto order = open_order();
    BOOST_TEST(answer(owner, kCancel, order) == "");
    BOOST_TEST(order_state(order) == "CANCELED");
    BOOST_TEST(lease_state(order) == "");
    BOOST_TEST(value_of("SELECT canceled_millis >= applying_millis AND accepted_millis IS NULL"
                        "   AND rejected_millis IS NULL AND version = 2"
                        "  FROM joingateexchange.auth_order") == "1");
    BOOST_TEST(submit(owner, permission_of_order(), "stranger") == "");
}

BOOST_AUTO_TEST_CASE(is_refused_once_the_renter_accepted) {
    const auto order = accepted_order();
    BOOST_TEST(answer(owner, kCancel, order) == "IllegalOrderStateTransition");
    BOOST_TEST(order_state(order) == "ACCEPTED");
    BOOST_TEST(lease_state(order) == "ACCEPTED");
}

BOOST_AUTO_TEST_CASE(is_refused_once_the_renter_rejected) {
    const auto order = rejected_order();
    BOOST_TEST(answer(owner, kCancel, order) == "IllegalOrderStateTransition");
    BOOST_TEST(order_state(order) == "REJECTED");
}

BOOST_AUTO_TEST_CASE(is_refused_for_an_order_that_was_accepted_as_it_was_made) {
    const auto order = own_order();
    BOOST_TEST(answer(owner, kCancel, order) == "IllegalOrderStateTransition");
    BOOST_TEST(lease_state(order) == "ACCEPTED");
}

BOOST_AUTO_TEST_CASE(shows_neither_a_stranger_nor_the_renter_an_order_to_cancel) {
    const auto order = open_order();
    BOOST_TEST(answer(stranger, kCancel, order) == "NonExistent");
    BOOST_TEST(answer(renter, kCancel, order) == "NonExistent");
    BOOST_TEST(order_state(order) == "APPLYING");
    BOOST_TEST(lease_state(order) == "APPLYING");
}

BOOST_AUTO_TEST_CASE(knows_no_order_that_is_not_there) {
    BOOST_TEST(answer(owner, kCancel, "9223372036854775807") == "NonExistent");
    BOOST_TEST(answer(owner, kCancel, "0") == "NonExistent");
}

BOOST_AUTO_TEST_SUITE_END()
