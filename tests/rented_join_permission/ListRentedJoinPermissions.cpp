#include "tests/support/two_tenants.h"

#include <boost/test/unit_test.hpp>

namespace {

using joingate::test::Tenant;

constexpr auto kAction = "ListRentedJoinPermissions";

/// permission_1 and permission_2 of the owner, the second bound, and a ROAMING one.
struct ThreeRented : joingate::test::TwoTenants {
    ThreeRented() {
        first = rented_by(renter);
        second = rented_by(renter);
        bound(renter, second);
        third = roaming(renter);
        offered_to(renter);
        rented_by(stranger);
        for (const auto& [id, millis] : {std::pair{first, "10"}, {second, "20"}, {third, "30"}})
            run("UPDATE joingateexchange.lease SET create_millis = " + std::string{millis} +
                " WHERE permission_id = " + id);
    }

    std::string page(Tenant::Pairs params, const char* offset = "0", const char* limit = "10") {
        params.emplace_back("Offset", offset);
        params.emplace_back("Limit", limit);
        if (const auto code = renter.calls(kAction, params); !code.empty()) return code;
        return renter.column("JoinPermissionName") + " (" + renter.field("TotalCount") + ")";
    }

    std::string first;
    std::string second;
    std::string third;
};

} // namespace

BOOST_FIXTURE_TEST_SUITE(ListRentedJoinPermissions, ThreeRented)

BOOST_AUTO_TEST_CASE(shows_what_is_accepted_newest_first) {
    BOOST_TEST(page({}) == "roaming_one permission_2 permission_1 (3)");
    BOOST_TEST(page({{"Ascending", "true"}}) == "permission_1 permission_2 roaming_one (3)");
    BOOST_TEST(page({}, "1", "1") == "permission_2 (3)");
    BOOST_TEST(page({}, "3") == " (3)");
    BOOST_TEST(page({}, "0", "0") == " (3)");
    BOOST_TEST(page({}, "0", "201") == "InvalidParameter");
}

BOOST_AUTO_TEST_CASE(writes_numbers_as_texts) {
    page({{"BoundNodeGroup", "true"}});
    BOOST_TEST(renter.column("FreqBandPlanGroupId") == "101");
    BOOST_TEST(renter.column("RxDelay") == "1");
    BOOST_TEST(renter.field(0, "DataRate") == "absent");
    BOOST_TEST(renter.field(0, "BoundNodeGroup") == "true");
    BOOST_TEST(renter.field(0, "BoundNodeGroupName") == "group_of_" + second);
    BOOST_TEST(renter.field(0, "DataDispatchConfig") == "absent");
}

BOOST_AUTO_TEST_CASE(shows_the_network_as_owner_of_a_roaming_permission) {
    page({});
    BOOST_TEST(renter.column("OwnerAliyunId") == "AliCloud IoT owner owner");
    BOOST_TEST(renter.column("Type") == "ROAMING LOCAL LOCAL");
    BOOST_TEST(page({{"FuzzyOwnerAliyunId", "Cloud I"}}) == "roaming_one (1)");
}

BOOST_AUTO_TEST_CASE(filters_by_each_field) {
    BOOST_TEST(page({{"FuzzyOwnerAliyunId", "wne"}}) == "permission_2 permission_1 (2)");
    BOOST_TEST(page({{"FuzzyOwnerAliyunId", "é"}}) == " (0)");
    BOOST_TEST(page({{"FuzzyJoinPermissionName", "n_1"}}) == "permission_1 (1)");
    BOOST_TEST(page({{"FuzzyJoinPermissionName", "%"}}) == " (0)");
    BOOST_TEST(page({{"FuzzyJoinEui", "D896"}}) == "roaming_one permission_2 permission_1 (3)");
    BOOST_TEST(page({{"FuzzyJoinEui", "00a"}}) == " (0)");
    BOOST_TEST(page({{"BoundNodeGroup", "true"}}) == "permission_2 (1)");
    BOOST_TEST(page({{"BoundNodeGroup", "false"}}) == "roaming_one permission_1 (2)");
    BOOST_TEST(page({{"Type", "LOCAL"}}) == "permission_2 permission_1 (2)");
    BOOST_TEST(page({{"Type", "ROAMING"}}) == "roaming_one (1)");
    BOOST_TEST(page({{"Type", "local"}}) == "InvalidParameter");
    BOOST_TEST(page({{"Type", "LOCAL"}, {"BoundNodeGroup", "false"}}) == "permission_1 (1)");
}

BOOST_AUTO_TEST_CASE(follows_the_owners_switch) {
    owner.calls("UpdateOwnedLocalJoinPermissionEnablingState",
                {{"JoinPermissionId", first}, {"Enabled", "false"}});
    BOOST_TEST(page({{"Enabled", "false"}}) == "permission_1 (1)");
    BOOST_TEST(page({{"Enabled", "true"}}) == "roaming_one permission_2 (2)");
}

BOOST_AUTO_TEST_CASE(shows_each_instance_its_own) {
    BOOST_TEST(page({{"IotInstanceId", renter.instance_id()}}) ==
               "roaming_one permission_2 permission_1 (3)");
    BOOST_TEST(page({{"IotInstanceId", enterprise_id()}}) == "NonExistent");
    BOOST_TEST(owner.calls(kAction, {{"Offset", "0"}, {"Limit", "10"}}) == "");
    BOOST_TEST(owner.field("TotalCount") == "0");
}

BOOST_AUTO_TEST_SUITE_END()
