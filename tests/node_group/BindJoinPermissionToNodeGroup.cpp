#include "tests/node_group/groups.h"
#include "tests/support/test_database.h"

#include <boost/test/unit_test.hpp>

using joingate::test::at_once;
using joingate::test::Groups;

namespace {
const std::string kBind = "BindJoinPermissionToNodeGroup";
}

BOOST_FIXTURE_TEST_SUITE(BindJoinPermissionToNodeGroup, Groups)

BOOST_AUTO_TEST_CASE(binds_a_rented_permission_to_a_group) {
    const auto permission = rented_by(renter);
    const auto id = group(renter, "my_group");
    BOOST_TEST(bind(renter, id, permission) == "");
    BOOST_TEST(group_of(permission) == id);
    BOOST_TEST(value_of("SELECT bound_group_name FROM joingateexchange.lease") == "my_group");
    BOOST_TEST(value_of("SELECT version FROM joingateexchange.lease") == "3");
}

BOOST_AUTO_TEST_CASE(binds_a_roaming_permission_too) {
    const auto permission = roaming(renter);
    BOOST_TEST(bind(renter, group(renter, "my_group"), permission) == "");
}

BOOST_AUTO_TEST_CASE(is_refused_for_a_permission_that_the_caller_does_not_rent) {
    const auto id = group(renter, "my_group");
    BOOST_TEST(bind(renter, id, permission()) == "JoinPermissionDoesNotExist");
    BOOST_TEST(bind(renter, id, offered_to(renter)) == "JoinPermissionDoesNotExist");
    BOOST_TEST(bind(renter, id, rented_by(stranger)) == "JoinPermissionDoesNotExist");
    BOOST_TEST(bind(renter, id, "9223372036854775807") == "JoinPermissionDoesNotExist");
    BOOST_TEST(bind(renter, id, "00") == "JoinPermissionDoesNotExist");
    BOOST_TEST(value_of("SELECT COUNT(bound_group_id) FROM joingateexchange.lease") == "0");
}

BOOST_AUTO_TEST_CASE(is_refused_for_an_unknown_permission_without_a_wait_for_the_group) {
    const auto id = group(renter, "my_group");
    BOOST_TEST(bind(renter, "9223372036854775807", "1") == "JoinPermissionDoesNotExist");

    const auto text = "SELECT * FROM node_group WHERE group_id = " + id + " FOR UPDATE";
    joingate::db::Database other{joingate::test::TestDatabase::instance().admin()};
    other.change({{}, renter.schema(), {}}, joingate::db::Deadline::after(std::chrono::seconds{10}),
                 [&](joingate::db::Session& session) {
                     BOOST_TEST(session.row({"hold", text}).has_value());
                     BOOST_TEST(bind(renter, id, "9223372036854775807") ==
                                "JoinPermissionDoesNotExist");
                 });
}

BOOST_AUTO_TEST_CASE(is_refused_for_a_group_that_is_not_the_callers) {
    const auto permission = rented_by(renter);
    BOOST_TEST(bind(renter, group(stranger, "not_mine"), permission) == "NodeGroupDoesNotExist");
    BOOST_TEST(bind(renter, permission, permission) == "NodeGroupDoesNotExist");
    BOOST_TEST(bind(renter, "9223372036854775807", permission) == "NodeGroupDoesNotExist");
    BOOST_TEST(bind(renter, "group", permission) == "NodeGroupDoesNotExist");
    BOOST_TEST(group_of(permission) == "NULL");
}

BOOST_AUTO_TEST_CASE(is_refused_for_a_permission_that_is_bound) {
    const auto permission = rented_by(renter);
    const auto first = bound(renter, permission);
    const auto other = group(renter, "other_group");
    BOOST_TEST(bind(renter, other, permission) == "JoinPermissionAlreadyBoundNodeGroup");
    BOOST_TEST(bind(renter, first, permission) == "JoinPermissionAlreadyBoundNodeGroup");
    BOOST_TEST(group_of(permission) == first);
}

BOOST_AUTO_TEST_CASE(is_refused_for_a_group_that_is_bound) {
    const auto first = rented_by(renter);
    const auto id = bound(renter, first);
    const auto other = rented_by(renter);
    BOOST_TEST(bind(renter, id, other) == "NodeGroupAlreadyBoundJoinPermission");
    BOOST_TEST(group_of(other) == "NULL");
    BOOST_TEST(unbind(renter, id, first) == "");
    BOOST_TEST(bind(renter, id, other) == "");
}

BOOST_AUTO_TEST_CASE(is_refused_while_another_product_locks_the_group) {
    const auto permission = rented_by(renter);
    const auto id = bound(renter, permission);
    lock(renter, id, "writer_1", "WRITE");
    lock(renter, id, "writer_2", "WRITE");
    // Comes before both being bound.
    BOOST_TEST(bind(renter, id, permission) == "ResourceLocked");
    const auto free = group(renter, "free_group");
    lock(renter, free, "reader", "READ");
    BOOST_TEST(bind(renter, free, rented_by(renter)) == "");
}

BOOST_AUTO_TEST_CASE(finds_a_group_in_any_instance_of_the_caller) {
    enterprise_group("7000000");
    const auto permission = rented_by(owner);
    BOOST_TEST(bind(owner, "7000000", permission) == "");
    BOOST_TEST(unbind(owner, "7000000", permission) == "");
    BOOST_TEST(owner.calls("DeleteNodeGroup", {{"NodeGroupId", "7000000"}}) == "");
}

BOOST_AUTO_TEST_CASE(lets_one_of_two_groups_at_once_have_a_permission) {
    const auto permission = rented_by(renter);
    const auto first = group(renter, "first_group");
    const auto second = group(renter, "second_group");
    const std::vector<std::string> one_wins{"", "JoinPermissionAlreadyBoundNodeGroup"};
    BOOST_TEST(at_once({[&] { return renter.outcome(kBind, pair(first, permission)).code; },
                        [&] { return renter.outcome(kBind, pair(second, permission)).code; }}) ==
                   one_wins,
               boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(lets_one_of_two_permissions_at_once_have_a_group) {
    const auto id = group(renter, "one_group");
    const auto first = rented_by(renter);
    const auto second = rented_by(renter);
    const std::vector<std::string> one_wins{"", "NodeGroupAlreadyBoundJoinPermission"};
    BOOST_TEST(at_once({[&] { return renter.outcome(kBind, pair(id, first)).code; },
                        [&] { return renter.outcome(kBind, pair(id, second)).code; }}) == one_wins,
               boost::test_tools::per_element());
    BOOST_TEST(value_of("SELECT COUNT(bound_group_id) FROM joingateexchange.lease") == "1");
}

BOOST_AUTO_TEST_SUITE_END()
