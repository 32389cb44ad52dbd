#include "tests/auth_order/orders.h"

#include <boost/test/unit_test.hpp>

using joingate::test::Orders;

namespace {
const std::string kReject = "RejectJoinPermissionAuthOrder";
}

BOOST_FIXTURE_TEST_SUITE(RejectJoinPermissionAuthOrder, Orders)

BOOST_AUTO_TEST_CASE(makes_the_permission_new_again) {
    const auto order = open_order();
    BOOST_TEST(answer(renter, kReject, order) == "");
    BOOST_TEST(order_state(order) == "REJECTED");
    BOOST_TEST(lease_state(order) == "");
    BOOST_TEST(value_of("SELECT rejected_millis >= applying_millis AND accepted_millis IS NULL"
                        "   AND canceled_millis IS NULL AND version = 2"
                        "  FROM joingateexchange.auth_order") == "1");
    BOOST_TEST(submit(owner, permission_of_order(), "stranger") == "");
}

BOOST_AUTO_TEST_CASE(is_refused_once_the_renter_accepted) {
    const auto order = accepted_order();
    BOOST_TEST(answer(renter, kReject, order) == "IllegalOrderStateTransition");
    BOOST_TEST(order_state(order) == "ACCEPTED");
    BOOST_TEST(lease_state(order) == "ACCEPTED");
}

BOOST_AUTO_TEST_CASE(is_refused_once_the_owner_canceled) {
    const auto order = canceled_order();
    BOOST_TEST(answer(renter, kReject, order) == "IllegalOrderStateTransition");
    BOOST_TEST(order_state(order) == "CANCELED");
}

BOOST_AUTO_TEST_CASE(is_refused_for_an_order_that_was_accepted_as_it_was_made) {
    const auto order = own_order();
    BOOST_TEST(answer(owner, kReject, order) == "IllegalOrderStateTransition");
    BOOST_TEST(lease_state(order) == "ACCEPTED");
}

BOOST_AUTO_TEST_CASE(tells_everybody_else_that_the_order_is_not_his) {
    const auto order = open_order();
    BOOST_TEST(answer(stranger, kReject, order) == "NotResourceOwner");
    BOOST_TEST(answer(owner, kReject, order) == "NotResourceOwner");
    BOOST_TEST(order_state(order) == "APPLYING");
    BOOST_TEST(lease_state(order) == "APPLYING");
}

BOOST_AUTO_TEST_CASE(knows_no_order_that_is_not_there) {
    BOOST_TEST(answer(renter, kReject, "9223372036854775807") == "NonExistent");
    BOOST_TEST(answer(renter, kReject, "many") == "NonExistent");
}

BOOST_AUTO_TEST_CASE(changes_nothing_where_order_and_lease_contradict_each_other) {
    const auto order = open_order();
    run("UPDATE joingateexchange.lease SET lease_state = 'ACCEPTED'");
    BOOST_TEST(answer(renter, kReject, order) == "InternalError");
    BOOST_TEST(order_state(order) == "APPLYING");
    BOOST_TEST(lease_state(order) == "ACCEPTED");
}

BOOST_AUTO_TEST_SUITE_END()
