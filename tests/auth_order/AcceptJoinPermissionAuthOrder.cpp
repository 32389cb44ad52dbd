#include "tests/auth_order/orders.h"

#include <boost/test/unit_test.hpp>

using joingate::test::Orders;

namespace {
const std::string kAccept = "AcceptJoinPermissionAuthOrder";
}

BOOST_FIXTURE_TEST_SUITE(AcceptJoinPermissionAuthOrder, Orders)

BOOST_AUTO_TEST_CASE(lends_the_permission_to_the_renter) {
    const auto order = open_order();
    BOOST_TEST(answer(renter, kAccept, order) == "");
    BOOST_TEST(order_state(order) == "ACCEPTED");
    BOOST_TEST(lease_state(order) == "ACCEPTED");
    BOOST_TEST(value_of("SELECT accepted_millis >= applying_millis AND rejected_millis IS NULL"
                        "   AND canceled_millis IS NULL AND version = 2"
                        "  FROM joingateexchange.auth_order") == "1");
    BOOST_TEST(renter.calls("GetRentedJoinPermission",
                            {{"JoinPermissionId", permission_of_order()}}) == "");
    BOOST_TEST(
        owner.calls("GetOwnedJoinPermission", {{"JoinPermissionId", permission_of_order()}}) == "");
    BOOST_TEST(owner.field("AuthState") == "ACCEPTED");
}

BOOST_AUTO_TEST_CASE(is_refused_once_the_owner_canceled) {
    const auto order = canceled_order();
    BOOST_TEST(answer(renter, kAccept, order) == "IllegalOrderStateTransition");
    BOOST_TEST(order_state(order) == "CANCELED");
    BOOST_TEST(lease_state(order) == "");
}

BOOST_AUTO_TEST_CASE(is_refused_once_the_renter_rejected) {
    const auto order = rejected_order();
    BOOST_TEST(answer(renter, kAccept, order) == "IllegalOrderStateTransition");
    BOOST_TEST(order_state(order) == "REJECTED");
}

BOOST_AUTO_TEST_CASE(is_refused_for_an_old_order_of_a_permission_that_is_offered_again) {
    const auto old = rejected_order();
    BOOST_TEST(submit(owner, permission_of_order(), "renter") == "");
    const auto open = owner.data();
    BOOST_TEST(answer(renter, kAccept, old) == "IllegalOrderStateTransition");
    BOOST_TEST(lease_state(open) == "APPLYING");
    BOOST_TEST(contradictions() == "0");
}

BOOST_AUTO_TEST_CASE(is_refused_for_an_order_that_was_accepted_as_it_was_made) {
    BOOST_TEST(answer(owner, kAccept, own_order()) == "IllegalOrderStateTransition");
}

BOOST_AUTO_TEST_CASE(shows_neither_a_stranger_nor_the_owner_an_order_to_accept) {
    const auto order = open_order();
    BOOST_TEST(answer(stranger, kAccept, order) == "NonExistent");
    BOOST_TEST(answer(owner, kAccept, order) == "NonExistent");
    BOOST_TEST(order_state(order) == "APPLYING");
    BOOST_TEST(lease_state(order) == "APPLYING");
}

BOOST_AUTO_TEST_CASE(knows_no_order_that_is_not_there) {
    BOOST_TEST(answer(renter, kAccept, "9223372036854775807") == "NonExistent");
    BOOST_TEST(answer(renter, kAccept, "9223372036854775808") == "NonExistent");
    BOOST_TEST(answer(renter, kAccept, "-1") == "NonExistent");
    BOOST_TEST(renter.calls(kAccept) == "MissingParameter");
}

BOOST_AUTO_TEST_CASE(changes_nothing_where_order_and_lease_contradict_each_other) {
    const auto order = open_order();
    run("DELETE FROM joingateexchange.lease");
    BOOST_TEST(answer(renter, kAccept, order) == "InternalError");
    BOOST_TEST(order_state(order) == "APPLYING");
}

BOOST_AUTO_TEST_SUITE_END()
