#include "tests/auth_order/orders.h"

#include <boost/test/unit_test.hpp>

using joingate::test::Orders;
using joingate::test::Tenant;

namespace {

std::string latest(Tenant& who, const std::string& permission,
                   const std::string& version = "2019-03-01") {
    const auto code = who.calls("GetLatestApplyingJoinPermissionAuthOrder",
                                {{"JoinPermissionId", permission}, {"Version", version}});
    return code.empty() ? who.field("OrderId") + ' ' + who.field("OrderState") : code;
}

} // namespace

BOOST_FIXTURE_TEST_SUITE(GetLatestApplyingJoinPermissionAuthOrder, Orders)

BOOST_AUTO_TEST_CASE(reads_the_open_order_in_both_versions) {
    const auto order = open_order();
    open_order();
    const auto id = value_of("SELECT permission_id FROM joingateexchange.auth_order "
                             "WHERE order_id = " +
                             order);
    BOOST_TEST(latest(owner, id) == order + " APPLYING");
    BOOST_TEST(latest(owner, id, "2018-12-30") == order + " APPLYING");
    BOOST_TEST(owner.field("JoinPermissionId") == id);
    BOOST_TEST(owner.field("OwnerAliyunId") == "owner");
    BOOST_TEST(owner.field("RenterAliyunId") == "renter");
    BOOST_TEST(owner.field("ApplyingMillis") != "absent");
    BOOST_TEST(owner.field("AcceptedMillis") == "absent");
}

BOOST_AUTO_TEST_CASE(reads_no_order_that_ended) {
    accepted_order();
    BOOST_TEST(latest(owner, permission_of_order()) == "NonExistent");
    rejected_order();
    BOOST_TEST(latest(owner, permission_of_order()) == "NonExistent");
    canceled_order();
    BOOST_TEST(latest(owner, permission_of_order()) == "NonExistent");
    own_order();
    BOOST_TEST(latest(owner, permission_of_order()) == "NonExistent");
}

BOOST_AUTO_TEST_CASE(reads_the_newest_offer_after_an_older_one) {
    rejected_order();
    const auto id = permission_of_order();
    BOOST_TEST(submit(owner, id, "stranger") == "");
    const auto order = owner.data();
    BOOST_TEST(latest(owner, id) == order + " APPLYING");
    BOOST_TEST(owner.field("RenterAliyunId") == "stranger");
}

BOOST_AUTO_TEST_CASE(reads_an_order_of_any_instance) {
    const auto id = permission("elsewhere", {{"IotInstanceId", enterprise_id()}});
    BOOST_TEST(submit(owner, id, "renter") == "");
    const auto order = owner.data();
    BOOST_TEST(latest(owner, id) == order + " APPLYING");
}

BOOST_AUTO_TEST_CASE(is_the_owners_view) {
    open_order();
    const auto id = permission_of_order();
    BOOST_TEST(latest(renter, id) == "NotResourceOwner");
    BOOST_TEST(latest(stranger, id) == "NotResourceOwner");
    BOOST_TEST(latest(owner, permission()) == "NonExistent");
    BOOST_TEST(latest(owner, roaming(owner)) == "NonExistent");
    BOOST_TEST(latest(owner, "9223372036854775807") == "NonExistent");
    BOOST_TEST(latest(owner, "x") == "NonExistent");
}

BOOST_AUTO_TEST_SUITE_END()
