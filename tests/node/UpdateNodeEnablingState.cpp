#include "tests/node/nodes.h"

#include <boost/test/unit_test.hpp>

using joingate::test::at_once;
using joingate::test::Nodes;
using joingate::test::Tenant;

namespace {

const std::string kAction = "UpdateNodeEnablingState";
const std::string kEui = Nodes::dev_eui(1);

struct EnableNode : Nodes {
    EnableNode() { add_node(renter, mine, kEui); }

    static std::string enable(Tenant& account, const std::string& node,
                              const std::string& enabled) {
        return account.calls(kAction, {{"DevEui", node}, {"IsEnable", enabled}});
    }
    static std::string state() {
        return value_of("SELECT CONCAT(enabled, ' ', version) FROM joingateexchange.node");
    }
    std::string mine = group(renter, "of_nodes");
};

} // namespace

BOOST_FIXTURE_TEST_SUITE(UpdateNodeEnablingState, EnableNode)

BOOST_AUTO_TEST_CASE(switches_the_node) {
    BOOST_TEST(enable(renter, "D896E0FF00000001", "false") == "");
    BOOST_TEST(state() == "0 2");
    BOOST_TEST(enable(renter, kEui, "FALSE") == "");
    BOOST_TEST(state() == "0 3");
    BOOST_TEST(enable(renter, kEui, "true") == "");
    BOOST_TEST(state() == "1 4");
}

BOOST_AUTO_TEST_CASE(finds_a_node_in_any_instance_of_the_caller) {
    enterprise_group("7000000");
    add_node(owner, "7000000", dev_eui(2));
    BOOST_TEST(enable(owner, dev_eui(2), "false") == "");
    run("INSERT INTO " + enterprise_schema() +
        ".node_group_lock VALUES (7000000, 'writer', 'WRITE', 1)");
    BOOST_TEST(enable(owner, dev_eui(2), "true") == "ResourceLocked");
}

BOOST_AUTO_TEST_CASE(is_refused_while_another_product_locks_the_group) {
    lock(renter, mine, "writer", "WRITE");
    BOOST_TEST(enable(renter, kEui, "false") == "ResourceLocked");
    BOOST_TEST(state() == "1 1");
}

BOOST_AUTO_TEST_CASE(tells_a_stranger_that_the_node_is_not_his) {
    BOOST_TEST(enable(stranger, kEui, "false") == "NotResourceOwner");
    BOOST_TEST(state() == "1 1");
}

BOOST_AUTO_TEST_CASE(knows_no_node_that_is_in_no_group) {
    BOOST_TEST(enable(renter, dev_eui(2), "false") == "NonExistent");
    BOOST_TEST(enable(renter, kEui, "no") == "InvalidParameter");
    BOOST_TEST(renter.calls(kAction, {{"DevEui", kEui}}) == "MissingParameter");
}

BOOST_AUTO_TEST_CASE(came_with_2019) {
    BOOST_TEST(renter.calls(kAction,
                            {{"DevEui", kEui}, {"IsEnable", "false"}, {"Version", "2018-12-30"}}) ==
               "InvalidAction.NotFound");
}

BOOST_AUTO_TEST_CASE(finds_the_node_or_none_while_it_moves) {
    const auto other = group(renter, "other_group");
    for (int round = 0; round < 20; ++round) {
        const auto& from = round % 2 == 0 ? mine : other;
        const auto& to = round % 2 == 0 ? other : mine;
        const auto results = at_once(
            {[&] {
                 const auto removed = renter.outcome("RemoveNodeFromGroup",
                                                     {{"DevEui", kEui}, {"NodeGroupId", from}});
                 return removed.code + renter.outcome("AddNodeToGroup", adding(to, kEui)).code;
             },
             [&] {
                 const auto code =
                     renter.outcome(kAction, {{"DevEui", kEui}, {"IsEnable", "false"}}).code;
                 return code == "NonExistent" ? "" : code;
             }});
        for (const auto& code : results)
            BOOST_TEST(code == "");
    }
    BOOST_TEST(used(renter, "NODE") == "1");
}

BOOST_AUTO_TEST_SUITE_END()
