#include "tests/node_group/groups.h"

#include <boost/test/unit_test.hpp>

using joingate::test::at_once;
using joingate::test::Groups;

namespace {

const std::string kDelete = "DeleteNodeGroup";

std::string remove(joingate::test::Tenant& account, const std::string& group) {
    return account.calls(kDelete, {{"NodeGroupId", group}});
}

} // namespace

BOOST_FIXTURE_TEST_SUITE(DeleteNodeGroup, Groups)

BOOST_AUTO_TEST_CASE(removes_the_group_and_its_id) {
    const auto id = group(renter, "to_delete");
    lock(renter, id, "reader", "READ");
    BOOST_TEST(remove(renter, id) == "");
    BOOST_TEST(groups(renter) == "0");
    BOOST_TEST(group_ids() == "0");
    BOOST_TEST(remove(renter, id) == "NonExistent");
    BOOST_TEST(remove(stranger, id) == "NonExistent");
}

BOOST_AUTO_TEST_CASE(is_refused_while_a_permission_is_bound) {
    const auto permission = rented_by(renter);
    const auto id = bound(renter, permission);
    BOOST_TEST(remove(renter, id) == "NodeGroupAlreadyBoundJoinPermission");
    BOOST_TEST(groups(renter) == "1");
    BOOST_TEST(unbind(renter, id, permission) == "");
    BOOST_TEST(remove(renter, id) == "");
}

BOOST_AUTO_TEST_CASE(is_refused_while_another_product_locks_the_group) {
    const auto id = bound(renter, rented_by(renter));
    lock(renter, id, "reader", "READ");
    lock(renter, id, "writer_1", "WRITE");
    lock(renter, id, "writer_2", "WRITE");
    BOOST_TEST(remove(renter, id) == "ResourceLocked");
    BOOST_TEST(groups(renter) == "1");
}

BOOST_AUTO_TEST_CASE(tells_a_stranger_that_the_group_is_not_his) {
    const auto id = group(renter, "not_yours");
    BOOST_TEST(remove(stranger, id) == "NotResourceOwner");
    BOOST_TEST(groups(renter) == "1");
}

BOOST_AUTO_TEST_CASE(knows_no_group_that_is_not_there) {
    BOOST_TEST(remove(owner, permission()) == "NonExistent");
    BOOST_TEST(remove(stranger, permission()) == "NonExistent");
    BOOST_TEST(remove(owner, "9223372036854775807") == "NonExistent");
    BOOST_TEST(remove(owner, "group") == "NonExistent");
}

BOOST_AUTO_TEST_CASE(frees_its_nodes) {
    const auto id = group(renter, "of_nodes");
    add_node(renter, id, "d896e0ff00000001");
    add_node(renter, id, "d896e0ff00000002");
    const auto other = group(renter, "other_group");
    add_node(renter, other, "d896e0ff00000003");
    BOOST_TEST(used(renter, "NODE") == "3");
    BOOST_TEST(remove(renter, id) == "");
    BOOST_TEST(value_of("SELECT GROUP_CONCAT(dev_eui) FROM joingateexchange.node") ==
               "d896e0ff00000003");
    BOOST_TEST(used(renter, "NODE") == "1");
    BOOST_TEST(stranger.calls("AddNodeToGroup", {{"DevEui", "d896e0ff00000001"},
                                                 {"PinCode", kPin},
                                                 {"NodeGroupId", group(stranger, "theirs")}}) ==
               "");
}

BOOST_AUTO_TEST_CASE(keeps_its_nodes_where_it_is_refused) {
    const auto id = bound(renter, rented_by(renter));
    add_node(renter, id, "d896e0ff00000001");
    BOOST_TEST(remove(renter, id) == "NodeGroupAlreadyBoundJoinPermission");
    BOOST_TEST(used(renter, "NODE") == "1");
    BOOST_TEST(value_of("SELECT COUNT(*) FROM joingateexchange.node") == "1");
}

BOOST_AUTO_TEST_CASE(never_leaves_a_node_in_no_group) {
    register_node("d896e0ff00000001");
    for (int round = 0; round < 25; ++round) {
        const auto id = group(renter, "contended_" + std::to_string(round));
        at_once({[&] {
                     return renter.outcome(kDelete, {{"NodeGroupId", id}}).code;
                 },
                 [&] {
                     return renter
                         .outcome("AddNodeToGroup", {{"DevEui", "d896e0ff00000001"},
                                                     {"PinCode", kPin},
                                                     {"NodeGroupId", id}})
                         .code;
                 }});
        BOOST_TEST(groups(renter) == "0");
        BOOST_TEST(value_of("SELECT COUNT(*) FROM joingateexchange.node") == "0");
        BOOST_TEST(used(renter, "NODE") == "0");
    }
}

BOOST_AUTO_TEST_CASE(never_leaves_a_permission_bound_to_nothing) {
    for (int round = 0; round < 25; ++round) {
        const auto permission = rented_by(renter);
        const auto id = group(renter, "contended_" + std::to_string(round));
        at_once(
            {[&] {
                 return renter.outcome(kDelete, {{"NodeGroupId", id}}).code;
             },
             [&] {
                 return renter.outcome("BindJoinPermissionToNodeGroup", pair(id, permission)).code;
             }});
        const auto is_bound = group_of(permission) == id;
        BOOST_TEST((value_of("SELECT COUNT(*) FROM " + renter.schema() +
                             ".node_group WHERE group_id = " + id) == "1") == is_bound);
    }
}

BOOST_AUTO_TEST_SUITE_END()
