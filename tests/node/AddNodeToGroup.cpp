#include "tests/node/nodes.h"

#include <boost/test/unit_test.hpp>

using joingate::test::at_once;
using joingate::test::Nodes;

namespace {

const std::string kAdd = "AddNodeToGroup";
const std::string kEui = Nodes::dev_eui(1);

struct AddNode : Nodes {
    AddNode() { register_node(kEui); }
    std::string mine = group(renter, "of_nodes");
};

} // namespace

BOOST_FIXTURE_TEST_SUITE(AddNodeToGroup, AddNode)

BOOST_AUTO_TEST_CASE(puts_the_node_into_the_group) {
    BOOST_TEST(add(renter, mine, "D896E0FF00000001") == "");
    BOOST_TEST(group_of_node(kEui) == mine);
    BOOST_TEST(value_of("SELECT CONCAT_WS(' ', account, enabled, bound_millis > 1, version)"
                        "  FROM joingateexchange.node") == "renter 1 1 1");
    BOOST_TEST(value_of("SELECT n.instance = r.instance FROM joingateexchange.node AS n"
                        "  JOIN joingateexchange.resource AS r ON r.id = n.group_id") == "1");
    BOOST_TEST(used(renter, "NODE") == "1");
}

BOOST_AUTO_TEST_CASE(takes_the_instance_of_the_group) {
    enterprise_group("7000000");
    BOOST_TEST(add(owner, "7000000", kEui) == "");
    BOOST_TEST(value_of("SELECT i.iot_instance_id FROM joingateexchange.node AS n"
                        "  JOIN joingate.instance AS i ON i.instance = n.instance") ==
               enterprise_id());
    BOOST_TEST(remove(owner, "7000000", kEui) == "");
    BOOST_TEST(used(owner, "NODE") == "0");
}

BOOST_AUTO_TEST_CASE(is_refused_for_a_group_that_is_not_the_callers) {
    BOOST_TEST(add(stranger, mine, kEui) == "NodeGroupDoesNotExist");
    BOOST_TEST(add(renter, "9223372036854775807", kEui) == "NodeGroupDoesNotExist");
    BOOST_TEST(add(renter, "group", kEui) == "NodeGroupDoesNotExist");
    BOOST_TEST(add(owner, permission(), kEui) == "NodeGroupDoesNotExist");
    BOOST_TEST(nodes() == "0");
}

BOOST_AUTO_TEST_CASE(is_refused_while_another_product_locks_the_group) {
    lock(renter, mine, "reader", "READ");
    lock(renter, mine, "writer", "WRITE");
    // Comes before the node, which nobody knows.
    BOOST_TEST(add(renter, mine, dev_eui(2)) == "ResourceLocked");
    BOOST_TEST(nodes() == "0");
}

BOOST_AUTO_TEST_CASE(knows_registered_nodes_only) {
    BOOST_TEST(add(renter, mine, dev_eui(2)) == "NodeDoesNotExist");
    BOOST_TEST(add(renter, mine, "no_eui") == "InvalidParameter");
}

BOOST_AUTO_TEST_CASE(asks_for_the_pin_before_it_tells_who_has_the_node) {
    add_node(stranger, group(stranger, "of_stranger"), dev_eui(2));
    BOOST_TEST(add(renter, mine, dev_eui(2), "654321") == "InvalidPinCode");
    BOOST_TEST(add(renter, mine, dev_eui(2)) == "NodeAlreadyAdded");
    for (const auto* none : {"no pin", "12345", "1234567", "12345a"})
        BOOST_TEST(add(renter, mine, kEui, none) == "InvalidParameter");
    BOOST_TEST(value_of("SELECT failures FROM joingateexchange.failure_throttle") == "1");
    BOOST_TEST(nodes() == "1");
}

BOOST_AUTO_TEST_CASE(lets_nobody_go_on_guessing) {
    for (int miss = 0; miss < 4; ++miss)
        BOOST_TEST(add(renter, mine, kEui, "00000" + std::to_string(miss)) == "InvalidPinCode");
    BOOST_TEST(add(renter, mine, kEui, "000005") == "InvalidPinCode");
    BOOST_TEST(add(renter, mine, kEui) == "TooManyPinCodeVerificationFailures");
    BOOST_TEST(add(stranger, group(stranger, "of_stranger"), kEui) == "");
}

BOOST_AUTO_TEST_CASE(is_refused_for_a_node_that_is_in_a_group) {
    const auto other = group(renter, "other_group");
    BOOST_TEST(add(renter, mine, kEui) == "");
    BOOST_TEST(add(renter, mine, kEui) == "DevEuiDuplicated");
    BOOST_TEST(add(renter, other, kEui) == "NodeAlreadyAdded");
    BOOST_TEST(add(stranger, group(stranger, "of_stranger"), kEui) == "NodeAlreadyAdded");
    BOOST_TEST(group_of_node(kEui) == mine);
    BOOST_TEST(used(renter, "NODE") == "1");
    BOOST_TEST(used(stranger, "NODE") == "0");
    BOOST_TEST(remove(renter, mine, kEui) == "");
    BOOST_TEST(add(renter, other, kEui) == "");
}

BOOST_AUTO_TEST_CASE(is_refused_beyond_the_quota) {
    limit(renter, "NODE", 1);
    BOOST_TEST(add(renter, mine, kEui) == "");
    register_node(dev_eui(2));
    // A node that is there already is told first.
    BOOST_TEST(add(renter, mine, kEui) == "DevEuiDuplicated");
    BOOST_TEST(add(renter, mine, dev_eui(2)) == "ExceedNodeLimit");
    BOOST_TEST(nodes() == "1");
    BOOST_TEST(used(renter, "NODE") == "1");
}

BOOST_AUTO_TEST_CASE(lets_one_of_two_accounts_at_once_have_a_node) {
    const auto theirs = group(stranger, "of_stranger");
    const std::vector<std::string> one_wins{"", "NodeAlreadyAdded"};
    for (int round = 2; round < 12; ++round) {
        const auto eui = dev_eui(round);
        register_node(eui);
        BOOST_TEST(at_once({[&] { return renter.outcome(kAdd, adding(mine, eui)).code; },
                            [&] { return stranger.outcome(kAdd, adding(theirs, eui)).code; }}) ==
                       one_wins,
                   boost::test_tools::per_element());
    }
    BOOST_TEST(std::stoi(used(renter, "NODE")) + std::stoi(used(stranger, "NODE")) == 10);
}

BOOST_AUTO_TEST_CASE(lets_one_of_two_groups_at_once_have_a_node) {
    const auto other = group(renter, "other_group");
    const auto into = [&](const std::string& group) {
        return [&, group] { return renter.outcome(kAdd, adding(group, kEui)).code; };
    };
    const std::vector<std::string> one_wins{"", "NodeAlreadyAdded"};
    BOOST_TEST(at_once({into(mine), into(other)}) == one_wins, boost::test_tools::per_element());
    BOOST_TEST(used(renter, "NODE") == "1");
}

BOOST_AUTO_TEST_CASE(adds_a_node_once_for_two_at_once) {
    const auto once = [&] { return renter.outcome(kAdd, adding(mine, kEui)).code; };
    const std::vector<std::string> one_wins{"", "DevEuiDuplicated"};
    BOOST_TEST(at_once({once, once}) == one_wins, boost::test_tools::per_element());
    BOOST_TEST(used(renter, "NODE") == "1");
}

BOOST_AUTO_TEST_CASE(gives_the_last_slot_of_the_quota_to_one_of_two_at_once) {
    limit(renter, "NODE", 1);
    const auto other = group(renter, "other_group");
    register_node(dev_eui(2));
    const std::vector<std::string> one_wins{"", "ExceedNodeLimit"};
    BOOST_TEST(at_once({[&] { return renter.outcome(kAdd, adding(mine, kEui)).code; },
                        [&] { return renter.outcome(kAdd, adding(other, dev_eui(2))).code; }}) ==
                   one_wins,
               boost::test_tools::per_element());
    BOOST_TEST(nodes() == "1");
    BOOST_TEST(used(renter, "NODE") == "1");
}

BOOST_AUTO_TEST_CASE(is_refused_when_the_operator_removes_the_node_meanwhile) {
    const auto late = [&] { return renter.outcome(kAdd, adding(mine, kEui)).code; };
    BOOST_TEST(overtaken("DELETE FROM node_tuple WHERE dev_eui = '" + kEui + "'", late) ==
               "NodeDoesNotExist");
    BOOST_TEST(nodes() == "0");
}

BOOST_AUTO_TEST_CASE(is_refused_for_a_pin_that_hits_too_late) {
    const auto late = [&] { return renter.outcome(kAdd, adding(mine, kEui)).code; };
    BOOST_TEST(overtaken("INSERT INTO failure_throttle (account, kind, window_start_millis,"
                         " failures, blocked_until_millis)"
                         " VALUES ('renter', 'PIN', 0, 5, 9999999999999)",
                         late) == "TooManyPinCodeVerificationFailures");
    BOOST_TEST(nodes() == "0");
}

BOOST_AUTO_TEST_SUITE_END()
