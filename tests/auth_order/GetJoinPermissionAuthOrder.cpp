#include "tests/auth_order/orders.h"

#include <boost/test/unit_test.hpp>

using joingate::test::Orders;

namespace {

const std::string kGet = "GetJoinPermissionAuthOrder";

/// Whether the last reply has each of the end states' times, in the order A R C.
std::string times(const joingate::test::Tenant& party) {
    std::string all;
    for (const auto* field : {"AcceptedMillis", "RejectedMillis", "CanceledMillis"})
        all += party.field(field) == "absent" ? '-' : field[0];
    return all;
}

} // namespace

BOOST_FIXTURE_TEST_SUITE(GetJoinPermissionAuthOrder, Orders)

BOOST_AUTO_TEST_CASE(shows_the_order_to_both_of_its_parties) {
    const auto order = open_order();
    for (auto* party : {&owner, &renter}) {
        BOOST_TEST(answer(*party, kGet, order) == "");
        BOOST_TEST(party->field("OrderId") == order);
        BOOST_TEST(party->field("JoinPermissionId") == permission_of_order());
        BOOST_TEST(party->field("OwnerAliyunId") == "owner");
        BOOST_TEST(party->field("RenterAliyunId") == "renter");
        BOOST_TEST(party->field("OrderState") == "APPLYING");
        BOOST_TEST(party->field("ApplyingMillis") ==
                   value_of("SELECT applying_millis FROM joingateexchange.auth_order"));
        BOOST_TEST(times(*party) == "---");
    }
}

BOOST_AUTO_TEST_CASE(shows_the_time_of_the_one_end_that_happened) {
    BOOST_TEST(answer(owner, kGet, accepted_order()) == "");
    BOOST_TEST(owner.field("OrderState") + times(owner) == "ACCEPTEDA--");
    BOOST_TEST(answer(owner, kGet, rejected_order()) == "");
    BOOST_TEST(owner.field("OrderState") + times(owner) == "REJECTED-R-");
    BOOST_TEST(answer(owner, kGet, canceled_order()) == "");
    BOOST_TEST(owner.field("OrderState") + times(owner) == "CANCELED--C");
    BOOST_TEST(answer(owner, kGet, own_order()) == "");
    BOOST_TEST(owner.field("OrderState") + times(owner) == "ACCEPTEDA--");
}

BOOST_AUTO_TEST_CASE(keeps_an_order_accepted_after_the_permission_was_returned) {
    const auto order = accepted_order();
    BOOST_TEST(renter.calls("ReturnJoinPermission", {{"JoinPermissionId", permission_of_order()},
                                                     {"JoinPermissionType", "LOCAL"}}) == "");
    BOOST_TEST(answer(renter, kGet, order) == "");
    BOOST_TEST(renter.field("OrderState") == "ACCEPTED");
}

BOOST_AUTO_TEST_CASE(tells_a_stranger_that_the_order_is_not_his) {
    BOOST_TEST(answer(stranger, kGet, open_order()) == "NotResourceOwner");
}

BOOST_AUTO_TEST_CASE(knows_no_order_that_is_not_there) {
    BOOST_TEST(answer(owner, kGet, "9223372036854775807") == "NonExistent");
    BOOST_TEST(answer(owner, kGet, "1e3") == "NonExistent");
}

BOOST_AUTO_TEST_SUITE_END()
