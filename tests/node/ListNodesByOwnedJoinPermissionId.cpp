#include "tests/node/nodes.h"

#include <boost/test/unit_test.hpp>

using joingate::test::Nodes;
using joingate::test::Tenant;
using joingate::test::with;

namespace {

struct ListNodes : Nodes {
    static std::string list(Tenant& account, const std::string& permission,
                            const Tenant::Pairs& changes = {}) {
        return account.calls(
            "ListNodesByOwnedJoinPermissionId",
            with({{"JoinPermissionId", permission}, {"Offset", "0"}, {"Limit", "10"}}, changes));
    }
};

} // namespace

BOOST_FIXTURE_TEST_SUITE(ListNodesByOwnedJoinPermissionId, ListNodes)

BOOST_AUTO_TEST_CASE(shows_the_owner_the_nodes_of_the_renters_group) {
    const auto permission = rented_by(renter);
    const auto id = bound(renter, permission);
    for (int node = 1; node <= 3; ++node) {
        add_node(renter, id, dev_eui(node));
        run("UPDATE joingateexchange.node SET bound_millis = " + std::to_string(node % 3) +
            " WHERE dev_eui = '" + dev_eui(node) + "'");
    }
    add_node(renter, group(renter, "other_group"), dev_eui(4));

    BOOST_TEST(list(owner, permission) == "");
    BOOST_TEST(owner.field("TotalCount") == "3");
    BOOST_TEST(owner.column("DevEui") == dev_eui(2) + ' ' + dev_eui(1) + ' ' + dev_eui(3));
    BOOST_TEST(owner.column("ClassMode") == "A A A");
    BOOST_TEST(owner.field(0, "Appkey") == "absent");
    BOOST_TEST(list(owner, permission,
                    {{"SortingField", "LAST_JOIN_MILLIS"}, {"Ascending", "true"}}) == "");
    BOOST_TEST(owner.column("BoundMillis") == "0 1 2");
    BOOST_TEST(
        list(owner, permission, {{"FuzzyDevEui", "FF00000002"}, {"Version", "2018-12-30"}}) == "");
    BOOST_TEST(owner.column("DevEui") == dev_eui(2));
    BOOST_TEST(list(owner, permission, {{"Limit", "0"}}) == "");
    BOOST_TEST(owner.field("TotalCount") == "3");

    BOOST_TEST(unbind(renter, id, permission) == "");
    BOOST_TEST(list(owner, permission) == "");
    BOOST_TEST(owner.field("TotalCount") == "0");
}

BOOST_AUTO_TEST_CASE(is_empty_for_a_permission_that_the_caller_does_not_own) {
    const auto permission = rented_by(renter);
    add_node(renter, bound(renter, permission), dev_eui(1));
    const auto shared = roaming(renter);
    add_node(renter, bound(renter, shared), dev_eui(2));
    for (const auto& id : {permission, shared}) {
        BOOST_TEST(list(renter, id) == "");
        BOOST_TEST(renter.field("TotalCount") == "0");
        BOOST_TEST(list(stranger, id) == "");
        BOOST_TEST(stranger.field("TotalCount") == "0");
    }
    BOOST_TEST(list(owner, "9223372036854775807") == "");
    BOOST_TEST(owner.field("TotalCount") == "0");
    BOOST_TEST(list(owner, "x") == "");
    BOOST_TEST(owner.field("TotalCount") == "0");
}

BOOST_AUTO_TEST_CASE(is_scoped_to_the_instance) {
    const auto id = permission("of_enterprise", {{"IotInstanceId", enterprise_id()}});
    BOOST_TEST(owner.calls("SubmitJoinPermissionAuthOrder",
                           {{"JoinPermissionId", id}, {"RenterAliyunId", "owner"}}) == "");
    add_node(owner, bound(owner, id), dev_eui(1));
    BOOST_TEST(list(owner, id) == "");
    BOOST_TEST(owner.field("TotalCount") == "0");
    BOOST_TEST(list(owner, id, {{"IotInstanceId", enterprise_id()}}) == "");
    BOOST_TEST(owner.field("TotalCount") == "1");
}

BOOST_AUTO_TEST_SUITE_END()
