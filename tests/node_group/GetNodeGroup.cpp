#include "tests/node_group/groups.h"

#include <boost/test/unit_test.hpp>

using joingate::test::Groups;
using joingate::test::Tenant;
using joingate::test::with;

namespace {

struct GetGroup : Groups {
    static std::string get(Tenant& account, const std::string& group,
                           const Tenant::Pairs& changes = {}) {
        return account.calls("GetNodeGroup", with({{"NodeGroupId", group}}, changes));
    }
};

const std::vector<std::string> kOfPermission{"JoinPermissionId",
                                             "JoinPermissionOwnerAliyunId",
                                             "JoinEui",
                                             "FreqBandPlanGroupId",
                                             "ClassMode",
                                             "JoinPermissionType",
                                             "JoinPermissionEnabled",
                                             "JoinPermissionName"};

} // namespace

BOOST_FIXTURE_TEST_SUITE(GetNodeGroup, GetGroup)

BOOST_AUTO_TEST_CASE(mirrors_the_bound_permission) {
    const auto permission = rented_by(renter);
    const auto id = bound(renter, permission);
    add_node(renter, id, "d896e0ff00000001");
    add_node(renter, id, "d896e0ff00000002");
    BOOST_TEST(get(renter, id) == "");
    BOOST_TEST(renter.field("NodeGroupId") == id);
    BOOST_TEST(renter.field("NodeGroupName") == "group_of_" + permission);
    BOOST_TEST(renter.field("NodesCnt") == "2");
    BOOST_TEST(renter.field("JoinPermissionId") == permission);
    BOOST_TEST(renter.field("JoinPermissionOwnerAliyunId") == "owner");
    BOOST_TEST(renter.field("JoinEui") == "d896e0efff000000");
    BOOST_TEST(renter.field("FreqBandPlanGroupId") == "101");
    BOOST_TEST(renter.field("ClassMode") == "A");
    BOOST_TEST(renter.field("JoinPermissionType") == "LOCAL");
    BOOST_TEST(renter.field("JoinPermissionEnabled") == "true");
    BOOST_TEST(renter.field("JoinPermissionName") == "permission_1");
    BOOST_TEST(owner.calls("UpdateOwnedLocalJoinPermissionEnablingState",
                           {{"JoinPermissionId", permission}, {"Enabled", "false"}}) == "");
    BOOST_TEST(get(renter, id) == "");
    BOOST_TEST(renter.field("JoinPermissionEnabled") == "false");
}

BOOST_AUTO_TEST_CASE(shows_who_owns_a_roaming_permission) {
    const auto id = bound(renter, roaming(renter));
    BOOST_TEST(get(renter, id) == "");
    BOOST_TEST(renter.field("JoinPermissionOwnerAliyunId") == "AliCloud IoT");
    BOOST_TEST(renter.field("JoinPermissionType") == "ROAMING");
}

BOOST_AUTO_TEST_CASE(shows_no_permission_where_none_is_bound) {
    bound(renter, rented_by(renter));
    const auto id = group(renter, "unbound");
    BOOST_TEST(get(renter, id) == "");
    for (const auto& field : kOfPermission)
        BOOST_TEST(renter.field(field) == "absent");
    BOOST_TEST(renter.field("NodesCnt") == "0");
    BOOST_TEST(renter.field("DataDispatchEnabled") == "false");
    BOOST_TEST(compact(renter.field("DataDispatchConfig")) == "absent");
    BOOST_TEST(renter.field("RxDailySum") == "0");
    BOOST_TEST(renter.field("MulticastEnabled") == "false");
    BOOST_TEST(compact(renter.field("Locks")) == "[]");
    BOOST_TEST(renter.field("CreateMillis") ==
               value_of("SELECT create_millis FROM " + renter.schema() +
                        ".node_group WHERE group_id = " + id));
}

BOOST_AUTO_TEST_CASE(shows_the_locks) {
    const auto id = group(renter, "locked");
    lock(renter, id, "second", "WRITE");
    lock(renter, id, "first", "WRITE");
    lock(renter, group(renter, "other_group"), "third", "WRITE");
    BOOST_TEST(get(renter, id) == "");
    BOOST_TEST(compact(renter.field("Locks")) ==
               R"([{"CreateMillis":1,"Enabled":true,"LockId":"first","LockType":"WRITE"},)"
               R"({"CreateMillis":1,"Enabled":true,"LockId":"second","LockType":"WRITE"}])");
}

BOOST_AUTO_TEST_CASE(lacks_what_2018_does_not_know) {
    const auto id = bound(renter, rented_by(renter));
    BOOST_TEST(get(renter, id, {{"Version", "2018-12-30"}}) == "");
    BOOST_TEST(renter.field("JoinPermissionName") == "absent");
    BOOST_TEST(renter.field("MulticastEnabled") == "absent");
    BOOST_TEST(renter.field("JoinPermissionType") == "LOCAL");
}

BOOST_AUTO_TEST_CASE(tells_a_stranger_that_the_group_is_not_his) {
    const auto id = bound(renter, rented_by(renter));
    BOOST_TEST(get(stranger, id) == "NotResourceOwner");
    BOOST_TEST(get(owner, id) == "NotResourceOwner");
    BOOST_TEST(get(owner, permission()) == "NonExistent");
    BOOST_TEST(get(renter, "9223372036854775807") == "NonExistent");
    BOOST_TEST(get(renter, "x") == "NonExistent");
}

BOOST_AUTO_TEST_CASE(is_scoped_to_the_instance) {
    enterprise_group("7000000");
    BOOST_TEST(get(owner, "7000000") == "NonExistent");
    BOOST_TEST(get(owner, "7000000", {{"IotInstanceId", enterprise_id()}}) == "");
    BOOST_TEST(get(owner, "7000000", {{"Version", "2018-12-30"}}) == "");
}

BOOST_AUTO_TEST_SUITE_END()
