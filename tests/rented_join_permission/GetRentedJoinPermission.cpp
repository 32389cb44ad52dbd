#include "tests/support/two_tenants.h"

#include <boost/test/unit_test.hpp>

namespace {

using joingate::test::Tenant;

constexpr auto kAction = "GetRentedJoinPermission";

Tenant::Pairs request(const std::string& id) {
    return {{"JoinPermissionId", id}};
}

} // namespace

BOOST_FIXTURE_TEST_SUITE(GetRentedJoinPermission, joingate::test::TwoTenants)

BOOST_AUTO_TEST_CASE(shows_the_owners_terms) {
    const auto id = rented_by(renter);
    BOOST_TEST(renter.calls(kAction, request(id)) == "");
    BOOST_TEST(renter.field("JoinPermissionId") == id);
    BOOST_TEST(renter.field("JoinPermissionName") == "permission_1");
    BOOST_TEST(renter.field("JoinEui") == "d896e0efff000000");
    BOOST_TEST(renter.field("FreqBandPlanGroupId") == "101");
    BOOST_TEST(renter.field("ClassMode") == "A");
    BOOST_TEST(renter.field("Type") == "LOCAL");
    BOOST_TEST(renter.field("Enabled") == "true");
    BOOST_TEST(renter.field("NodesCnt") == "0");
    BOOST_TEST(renter.field("RxDelay") == "1");
    BOOST_TEST(renter.field("DataRate") == "absent");
    BOOST_TEST(renter.field("BoundNodeGroupId") == "absent");
    BOOST_TEST(renter.field("CreateMillis") ==
               value_of("SELECT create_millis FROM " + owner.schema() + ".join_permission"));
}

BOOST_AUTO_TEST_CASE(names_the_node_group_it_is_bound_to) {
    const auto id = rented_by(renter);
    const auto group = bound(renter, id);
    BOOST_TEST(renter.calls(kAction, request(id)) == "");
    BOOST_TEST(renter.field("BoundNodeGroupId") == group);
    BOOST_TEST(renter.field("BoundNodeGroupName") == "group_of_" + id);
    BOOST_TEST(renter.calls(kAction, {{"JoinPermissionId", id}, {"Version", "2018-12-30"}}) == "");
    BOOST_TEST(renter.field("BoundNodeGroupId") == "absent");
}

BOOST_AUTO_TEST_CASE(shows_a_roaming_permission) {
    const auto id = roaming(renter);
    BOOST_TEST(renter.calls(kAction, request(id)) == "");
    BOOST_TEST(renter.field("Type") == "ROAMING");
    BOOST_TEST(renter.field("FreqBandPlanGroupId") == "102");
}

BOOST_AUTO_TEST_CASE(shows_nothing_before_the_offer_is_accepted) {
    const auto id = offered_to(renter);
    BOOST_TEST(renter.calls(kAction, request(id)) == "NotResourceOwner");
}

BOOST_AUTO_TEST_CASE(tells_a_foreign_permission_from_none) {
    const auto id = rented_by(renter);
    BOOST_TEST(stranger.calls(kAction, request(id)) == "NotResourceOwner");
    BOOST_TEST(stranger.calls(kAction, request("9223372036854775807")) == "NonExistent");
    // The owner has it, but not as one that he rents.
    BOOST_TEST(owner.calls(kAction, request(id)) == "NonExistent");
}

BOOST_AUTO_TEST_CASE(ends_with_the_return) {
    const auto id = rented_by(renter);
    renter.calls("ReturnJoinPermission",
                 {{"JoinPermissionId", id}, {"JoinPermissionType", "LOCAL"}});
    BOOST_TEST(renter.calls(kAction, request(id)) == "NotResourceOwner");
}

BOOST_AUTO_TEST_SUITE_END()
