#include "tests/node_group/groups.h"
#include "tests/support/test_database.h"

#include <boost/test/unit_test.hpp>

using joingate::test::at_once;
using joingate::test::Groups;
using joingate::test::TestDatabase;

BOOST_FIXTURE_TEST_SUITE(UnbindJoinPermissionFromNodeGroup, Groups)

BOOST_AUTO_TEST_CASE(releases_the_permission) {
    const auto permission = rented_by(renter);
    const auto id = bound(renter, permission);
    BOOST_TEST(unbind(renter, id, permission) == "");
    BOOST_TEST(group_of(permission) == "NULL");
    BOOST_TEST(value_of("SELECT bound_group_name FROM joingateexchange.lease") == "NULL");
    BOOST_TEST(renter.calls("ReturnJoinPermission", {{"JoinPermissionId", permission},
                                                     {"JoinPermissionType", "LOCAL"}}) == "");
}

BOOST_AUTO_TEST_CASE(knows_only_a_binding_of_the_two) {
    const auto permission = rented_by(renter);
    const auto id = bound(renter, permission);
    const auto other_permission = rented_by(renter);
    const auto other_group = bound(renter, other_permission);
    BOOST_TEST(unbind(renter, other_group, permission) == "NonExistent");
    BOOST_TEST(unbind(renter, id, other_permission) == "NonExistent");
    BOOST_TEST(unbind(renter, id, "9223372036854775807") == "NonExistent");
    BOOST_TEST(unbind(renter, "x", permission) == "NonExistent");
    BOOST_TEST(unbind(renter, id, "x") == "NonExistent");
    BOOST_TEST(group_of(permission) == id);
    BOOST_TEST(group_of(other_permission) == other_group);
}

BOOST_AUTO_TEST_CASE(shows_a_stranger_no_binding_at_all) {
    const auto permission = rented_by(renter);
    const auto id = bound(renter, permission);
    BOOST_TEST(unbind(stranger, id, permission) == "NonExistent");
    BOOST_TEST(unbind(owner, id, permission) == "NonExistent");
    BOOST_TEST(group_of(permission) == id);
}

BOOST_AUTO_TEST_CASE(is_refused_while_another_product_locks_the_group) {
    const auto permission = rented_by(renter);
    const auto id = bound(renter, permission);
    lock(renter, id, "writer", "WRITE");
    BOOST_TEST(unbind(renter, id, permission) == "ResourceLocked");
    BOOST_TEST(group_of(permission) == id);
    BOOST_TEST(value_of("SELECT bound_group_name IS NULL FROM joingateexchange.lease") == "0");
}

BOOST_AUTO_TEST_CASE(lets_one_of_two_at_once_release) {
    const auto permission = rented_by(renter);
    const auto id = bound(renter, permission);
    const auto release = [&] {
        return renter.outcome("UnbindJoinPermissionFromNodeGroup", pair(id, permission)).code;
    };
    const std::vector<std::string> one_wins{"", "NonExistent"};
    BOOST_TEST(at_once({release, release}) == one_wins, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(locks_in_the_order_of_a_binding_of_the_same_group) {
    const auto before = TestDatabase::instance().deadlocks();
    for (int round = 0; round < 20; ++round) {
        const auto permission = rented_by(renter);
        const auto other = rented_by(renter);
        const auto id = bound(renter, permission);
        const auto call = [&](const char* action, const std::string& which) {
            return [&, action] { return renter.outcome(action, pair(id, which)).code; };
        };
        const auto codes = at_once({call("UnbindJoinPermissionFromNodeGroup", permission),
                                    call("BindJoinPermissionToNodeGroup", other)});
        BOOST_TEST(codes.front() == "");
        BOOST_TEST((codes.back().empty() || codes.back() == "NodeGroupAlreadyBoundJoinPermission"));
    }
    BOOST_TEST(TestDatabase::instance().deadlocks() == before);
}

BOOST_AUTO_TEST_SUITE_END()
