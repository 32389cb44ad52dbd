#include "tests/node/nodes.h"

#include <boost/test/unit_test.hpp>

using joingate::test::at_once;
using joingate::test::Nodes;

namespace {

const std::string kEui = Nodes::dev_eui(1);

struct RemoveNode : Nodes {
    RemoveNode() { add_node(renter, mine, kEui); }
    std::string mine = group(renter, "of_nodes");
};

} // namespace

BOOST_FIXTURE_TEST_SUITE(RemoveNodeFromGroup, RemoveNode)

BOOST_AUTO_TEST_CASE(frees_the_node) {
    BOOST_TEST(remove(renter, mine, "D896E0FF00000001") == "");
    BOOST_TEST(nodes() == "0");
    BOOST_TEST(used(renter, "NODE") == "0");
    BOOST_TEST(remove(renter, mine, kEui) == "NodeDoesNotExist");
    BOOST_TEST(add(stranger, group(stranger, "of_stranger"), kEui) == "");
}

BOOST_AUTO_TEST_CASE(knows_only_nodes_of_that_group) {
    const auto other = group(renter, "other_group");
    BOOST_TEST(remove(renter, other, kEui) == "NodeDoesNotExist");
    BOOST_TEST(remove(renter, mine, dev_eui(2)) == "NodeDoesNotExist");
    BOOST_TEST(remove(renter, "9223372036854775807", kEui) == "NodeGroupDoesNotExist");
    BOOST_TEST(remove(renter, "x", kEui) == "NodeGroupDoesNotExist");
    BOOST_TEST(group_of_node(kEui) == mine);
}

BOOST_AUTO_TEST_CASE(shows_a_stranger_no_group_at_all) {
    BOOST_TEST(remove(stranger, mine, kEui) == "NodeGroupDoesNotExist");
    BOOST_TEST(remove(stranger, group(stranger, "of_stranger"), kEui) == "NodeDoesNotExist");
    BOOST_TEST(group_of_node(kEui) == mine);
}

BOOST_AUTO_TEST_CASE(is_refused_while_another_product_locks_the_group) {
    lock(renter, mine, "writer", "WRITE");
    BOOST_TEST(remove(renter, mine, kEui) == "ResourceLocked");
    BOOST_TEST(group_of_node(kEui) == mine);
}

BOOST_AUTO_TEST_CASE(frees_a_node_once_for_two_at_once) {
    const auto once = [&] {
        return renter.outcome("RemoveNodeFromGroup", {{"DevEui", kEui}, {"NodeGroupId", mine}})
            .code;
    };
    const std::vector<std::string> one_wins{"", "NodeDoesNotExist"};
    BOOST_TEST(at_once({once, once}) == one_wins, boost::test_tools::per_element());
    BOOST_TEST(used(renter, "NODE") == "0");
}

BOOST_AUTO_TEST_SUITE_END()
