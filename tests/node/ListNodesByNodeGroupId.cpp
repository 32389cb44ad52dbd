#include "tests/node/nodes.h"

#include <boost/test/unit_test.hpp>

using joingate::test::Nodes;
using joingate::test::Tenant;
using joingate::test::with;

namespace {

struct ListNodes : Nodes {
    ListNodes() {
        for (int node = 1; node <= 3; ++node) {
            add_node(renter, mine, dev_eui(node));
            run("UPDATE joingateexchange.node SET bound_millis = " + std::to_string(node % 3) +
                " WHERE dev_eui = '" + dev_eui(node) + "'");
        }
        add_node(renter, group(renter, "other_group"), dev_eui(4));
    }

    std::string list(Tenant& account, const std::string& group,
                     const Tenant::Pairs& changes = {}) const {
        return account.calls(
            "ListNodesByNodeGroupId",
            with({{"NodeGroupId", group}, {"Offset", "0"}, {"Limit", "10"}}, changes));
    }
    std::string mine = group(renter, "of_nodes");
};

} // namespace

BOOST_FIXTURE_TEST_SUITE(ListNodesByNodeGroupId, ListNodes)

BOOST_AUTO_TEST_CASE(shows_the_nodes_of_the_group_newest_first) {
    BOOST_TEST(list(renter, mine) == "");
    BOOST_TEST(renter.field("TotalCount") == "3");
    BOOST_TEST(renter.column("DevEui") == dev_eui(2) + ' ' + dev_eui(1) + ' ' + dev_eui(3));
    BOOST_TEST(renter.column("BoundMillis") == "2 1 0");
    BOOST_TEST(renter.field(0, "ClassMode") == "absent");
    BOOST_TEST(renter.field(0, "LastJoinMillis") == "absent");
}

BOOST_AUTO_TEST_CASE(shows_keys_since_2019) {
    BOOST_TEST(list(renter, mine) == "");
    BOOST_TEST(renter.field(0, "JoinEui") == kNodeJoinEui);
    BOOST_TEST(renter.field(0, "Appkey") == kAppKey);
    BOOST_TEST(list(renter, mine, {{"Version", "2018-12-30"}}) == "");
    BOOST_TEST(renter.rows() == 3U);
    BOOST_TEST(renter.field(0, "JoinEui") == "absent");
    BOOST_TEST(renter.field(0, "Appkey") == "absent");
}

BOOST_AUTO_TEST_CASE(shows_a_node_whose_tuple_was_withdrawn) {
    run("DELETE FROM joingateexchange.node_tuple");
    BOOST_TEST(list(renter, mine) == "");
    BOOST_TEST(renter.rows() == 3U);
    BOOST_TEST(renter.field(0, "Appkey") == "absent");
}

BOOST_AUTO_TEST_CASE(mirrors_the_class_of_the_bound_permission) {
    BOOST_TEST(bind(renter, mine, rented_by(renter)) == "");
    BOOST_TEST(list(renter, mine) == "");
    BOOST_TEST(renter.column("ClassMode") == "A A A");
}

BOOST_AUTO_TEST_CASE(sorts_filters_and_pages) {
    for (const auto* field : {"CREATED_MILLIS", "LAST_JOIN_MILLIS"}) {
        BOOST_TEST(list(renter, mine, {{"SortingField", field}, {"Ascending", "true"}}) == "");
        BOOST_TEST(renter.column("BoundMillis") == "0 1 2");
    }
    BOOST_TEST(list(renter, mine, {{"FuzzyDevEui", "FF00000002"}}) == "");
    BOOST_TEST(renter.column("DevEui") == dev_eui(2));
    BOOST_TEST(list(renter, mine, {{"FuzzyDevEui", dev_eui(4)}}) == "");
    BOOST_TEST(renter.field("TotalCount") == "0");
    BOOST_TEST(list(renter, mine, {{"Offset", "1"}, {"Limit", "1"}}) == "");
    BOOST_TEST(renter.field("TotalCount") == "3");
    BOOST_TEST(renter.column("DevEui") == dev_eui(1));
    BOOST_TEST(list(renter, mine, {{"Limit", "0"}}) == "");
    BOOST_TEST(renter.field("TotalCount") == "3");
    BOOST_TEST(renter.rows() == 0U);
    BOOST_TEST(list(renter, mine, {{"Limit", "201"}}) == "InvalidParameter");
    BOOST_TEST(list(renter, mine, {{"SortingField", "NAME"}}) == "InvalidParameter");
}

BOOST_AUTO_TEST_CASE(is_empty_for_a_group_that_is_not_the_callers) {
    BOOST_TEST(list(stranger, mine) == "");
    BOOST_TEST(stranger.field("TotalCount") == "0");
    BOOST_TEST(list(renter, "9223372036854775807") == "");
    BOOST_TEST(renter.field("TotalCount") == "0");
    BOOST_TEST(list(renter, "x") == "");
    BOOST_TEST(renter.field("TotalCount") == "0");
}

BOOST_AUTO_TEST_CASE(is_scoped_to_the_instance) {
    enterprise_group("7000000");
    add_node(owner, "7000000", dev_eui(9));
    BOOST_TEST(list(owner, "7000000") == "");
    BOOST_TEST(owner.field("TotalCount") == "0");
    BOOST_TEST(list(owner, "7000000", {{"IotInstanceId", enterprise_id()}}) == "");
    BOOST_TEST(owner.column("DevEui") == dev_eui(9));
    BOOST_TEST(list(owner, "7000000", {{"Version", "2018-12-30"}}) == "");
    BOOST_TEST(owner.column("DevEui") == dev_eui(9));
}

BOOST_AUTO_TEST_SUITE_END()
