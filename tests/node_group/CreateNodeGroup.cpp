#include "tests/node_group/groups.h"

#include <boost/test/unit_test.hpp>

using joingate::test::at_once;
using joingate::test::Groups;

namespace {
const std::string kCreate = "CreateNodeGroup";
}

BOOST_FIXTURE_TEST_SUITE(CreateNodeGroup, Groups)

BOOST_AUTO_TEST_CASE(makes_a_group_of_the_caller) {
    BOOST_TEST(renter.calls(kCreate, {{"NodeGroupName", "节点group"}}) == "");
    const auto id = renter.data();
    BOOST_TEST(value_of("SELECT group_name FROM " + renter.schema() +
                        ".node_group WHERE group_id = " + id) == "节点group");
    BOOST_TEST(value_of("SELECT CONCAT(kind, ' ', account) FROM joingateexchange.resource"
                        " WHERE id = " +
                        id) == "NODE_GROUP renter");
}

BOOST_AUTO_TEST_CASE(binds_a_rented_permission) {
    const auto permission = rented_by(renter);
    BOOST_TEST(renter.calls(kCreate, {{"NodeGroupName", "bound_group"},
                                      {"JoinPermissionId", permission}}) == "");
    BOOST_TEST(group_of(permission) == renter.data());
    BOOST_TEST(value_of("SELECT bound_group_name FROM joingateexchange.lease") == "bound_group");
}

BOOST_AUTO_TEST_CASE(binds_a_permission_of_an_enterprise_instance) {
    const auto id = permission("of_enterprise", {{"IotInstanceId", enterprise_id()}});
    BOOST_TEST(owner.calls("SubmitJoinPermissionAuthOrder",
                           {{"JoinPermissionId", id}, {"RenterAliyunId", "owner"}}) == "");
    BOOST_TEST(owner.calls(kCreate, {{"NodeGroupName", "group"}, {"JoinPermissionId", id}}) == "");
    BOOST_TEST(group_of(id) == owner.data());
}

BOOST_AUTO_TEST_CASE(is_refused_for_a_permission_that_the_caller_does_not_rent) {
    const auto create_with = [&](const std::string& permission) {
        return renter.calls(kCreate, {{"NodeGroupName", "no"}, {"JoinPermissionId", permission}});
    };
    BOOST_TEST(create_with(permission()) == "JoinPermissionDoesNotExist");
    BOOST_TEST(create_with(offered_to(renter)) == "JoinPermissionDoesNotExist");
    BOOST_TEST(create_with(rented_by(stranger)) == "JoinPermissionDoesNotExist");
    BOOST_TEST(create_with("9223372036854775807") == "JoinPermissionDoesNotExist");
    BOOST_TEST(create_with("abc") == "JoinPermissionDoesNotExist");
    BOOST_TEST(groups(renter) == "0");
}

BOOST_AUTO_TEST_CASE(is_refused_for_a_permission_that_is_bound) {
    const auto permission = rented_by(renter);
    const auto group = bound(renter, permission);
    // Comes before the wrong name.
    BOOST_TEST(renter.calls(kCreate, {{"NodeGroupName", "!"}, {"JoinPermissionId", permission}}) ==
               "JoinPermissionAlreadyBoundNodeGroup");
    BOOST_TEST(group_of(permission) == group);
    BOOST_TEST(group_ids() == "1");
}

BOOST_AUTO_TEST_CASE(is_refused_for_a_name_that_breaks_the_rule) {
    for (const auto* name : {"abc", "with space", "节", "a-bc", "0123456789012345678901234567890"})
        BOOST_TEST(renter.calls(kCreate, {{"NodeGroupName", name}}) == "InvalidName");
    BOOST_TEST(renter.calls(kCreate) == "MissingParameter");
    BOOST_TEST(group_ids() == "0");
}

BOOST_AUTO_TEST_CASE(keeps_names_apart_within_an_account_only) {
    const auto permission = rented_by(renter);
    group(renter, "same_name");
    BOOST_TEST(
        renter.calls(kCreate, {{"NodeGroupName", "same_name"}, {"JoinPermissionId", permission}}) ==
        "NodeGroupNameDuplicated");
    BOOST_TEST(group_of(permission) == "NULL");
    BOOST_TEST(renter.calls(kCreate, {{"NodeGroupName", "Same_name"}}) == "");
    BOOST_TEST(stranger.calls(kCreate, {{"NodeGroupName", "same_name"}}) == "");
}

BOOST_AUTO_TEST_CASE(lets_one_of_two_at_once_have_a_name) {
    const auto create = [this] {
        return renter.outcome(kCreate, {{"NodeGroupName", "one_name"}}).code;
    };
    const std::vector<std::string> one_wins{"", "NodeGroupNameDuplicated"};
    BOOST_TEST(at_once({create, create}) == one_wins, boost::test_tools::per_element());
    BOOST_TEST(group_ids() == "1");
}

BOOST_AUTO_TEST_SUITE_END()
