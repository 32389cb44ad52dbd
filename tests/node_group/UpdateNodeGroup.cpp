#include "tests/node_group/groups.h"

#include <boost/test/unit_test.hpp>

using joingate::test::at_once;
using joingate::test::Groups;
using joingate::test::Tenant;

namespace {

const std::string kUpdate = "UpdateNodeGroup";

struct Rename : Groups {
    static Tenant::Pairs naming(const std::string& group, const std::string& name) {
        return {{"NodeGroupId", group}, {"NodeGroupName", name}};
    }
    static std::string rename(Tenant& account, const std::string& group, const std::string& name) {
        return account.calls(kUpdate, naming(group, name));
    }
    static std::string name_of(const Tenant& account, const std::string& group) {
        return value_of("SELECT group_name FROM " + account.schema() +
                        ".node_group WHERE group_id = " + group);
    }
    static std::string bound_name(const std::string& permission) {
        return value_of("SELECT bound_group_name FROM joingateexchange.lease"
                        " WHERE permission_id = " +
                        permission);
    }
};

} // namespace

BOOST_FIXTURE_TEST_SUITE(UpdateNodeGroup, Rename)

BOOST_AUTO_TEST_CASE(renames_the_group_and_tells_the_lease) {
    const auto permission = rented_by(renter);
    const auto id = bound(renter, permission);
    BOOST_TEST(rename(renter, id, "新名字_1") == "");
    BOOST_TEST(name_of(renter, id) == "新名字_1");
    BOOST_TEST(bound_name(permission) == "新名字_1");
    BOOST_TEST(rename(renter, id, "新名字_1") == "");
    BOOST_TEST(value_of("SELECT version FROM " + renter.schema() + ".node_group") == "3");
}

BOOST_AUTO_TEST_CASE(renames_a_group_that_is_bound_to_nothing) {
    const auto other = rented_by(renter);
    bound(renter, other);
    const auto id = group(renter, "old_name");
    BOOST_TEST(rename(renter, id, "new_name") == "");
    BOOST_TEST(name_of(renter, id) == "new_name");
    BOOST_TEST(bound_name(other) == "group_of_" + other);
}

BOOST_AUTO_TEST_CASE(changes_nothing_without_a_name) {
    const auto id = group(renter, "old_name");
    BOOST_TEST(renter.calls(kUpdate, {{"NodeGroupId", id}}) == "");
    BOOST_TEST(name_of(renter, id) == "old_name");
    BOOST_TEST(renter.calls(kUpdate, {{"NodeGroupId", "9223372036854775807"}}) == "NonExistent");
    BOOST_TEST(stranger.calls(kUpdate, {{"NodeGroupId", id}}) == "NotResourceOwner");
}

BOOST_AUTO_TEST_CASE(is_refused_for_a_name_that_breaks_the_rule) {
    const auto id = group(renter, "old_name");
    for (const auto* name : {"abc", "with space", "节", "a-bc", "0123456789012345678901234567890"})
        BOOST_TEST(rename(renter, id, name) == "InvalidName");
    lock(renter, id, "writer", "WRITE");
    BOOST_TEST(rename(renter, id, "abc") == "ResourceLocked");
    BOOST_TEST(name_of(renter, id) == "old_name");
}

BOOST_AUTO_TEST_CASE(is_refused_for_a_name_that_another_group_has) {
    const auto permission = rented_by(renter);
    const auto id = bound(renter, permission);
    group(renter, "taken");
    BOOST_TEST(rename(renter, id, "taken") == "NodeGroupNameDuplicated");
    BOOST_TEST(bound_name(permission) == "group_of_" + permission);
    group(stranger, "free_here");
    BOOST_TEST(rename(renter, id, "free_here") == "");
}

BOOST_AUTO_TEST_CASE(is_refused_while_another_product_locks_the_group) {
    const auto id = bound(renter, rented_by(renter));
    lock(renter, id, "writer", "WRITE");
    BOOST_TEST(rename(renter, id, "new_name") == "ResourceLocked");
    BOOST_TEST(renter.calls(kUpdate, {{"NodeGroupId", id}}) == "ResourceLocked");
}

BOOST_AUTO_TEST_CASE(tells_a_stranger_that_the_group_is_not_his) {
    const auto id = group(renter, "not_yours");
    BOOST_TEST(rename(stranger, id, "mine_now") == "NotResourceOwner");
    BOOST_TEST(rename(owner, permission(), "mine_now") == "NonExistent");
    BOOST_TEST(rename(renter, "x", "mine_now") == "NonExistent");
    BOOST_TEST(name_of(renter, id) == "not_yours");
}

BOOST_AUTO_TEST_CASE(lets_one_of_two_groups_at_once_have_a_name) {
    const auto first = group(renter, "first_group");
    const auto second = group(renter, "second_group");
    const std::vector<std::string> one_wins{"", "NodeGroupNameDuplicated"};
    BOOST_TEST(at_once({[&] { return renter.outcome(kUpdate, naming(first, "wanted")).code; },
                        [&] { return renter.outcome(kUpdate, naming(second, "wanted")).code; }}) ==
                   one_wins,
               boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(never_leaves_an_old_name_on_a_lease) {
    const auto permission = rented_by(renter);
    const auto id = group(renter, "contended");
    for (int round = 0; round < 25; ++round) {
        const auto* other =
            round % 2 == 0 ? "BindJoinPermissionToNodeGroup" : "UnbindJoinPermissionFromNodeGroup";
        const auto name = "name_" + std::to_string(round);
        const auto results =
            at_once({[&] { return renter.outcome(kUpdate, naming(id, name)).code; },
                     [&] { return renter.outcome(other, pair(id, permission)).code; }});
        for (const auto& code : results)
            BOOST_TEST(code == "");
        BOOST_TEST(name_of(renter, id) == name);
        BOOST_TEST(bound_name(permission) == (round % 2 == 0 ? name : "NULL"));
    }
}

BOOST_AUTO_TEST_SUITE_END()
