#include "tests/node/nodes.h"

#include <boost/test/unit_test.hpp>

using joingate::test::Nodes;

namespace {

const std::string kEui = Nodes::dev_eui(1);

struct OneNode : Nodes {
    std::string get(joingate::test::Tenant& account, const std::string& node,
                    const std::string& version = "2019-03-01") {
        return account.calls("GetNode", {{"DevEui", node}, {"Version", version}});
    }
};

} // namespace

BOOST_FIXTURE_TEST_SUITE(GetNode, OneNode)

BOOST_AUTO_TEST_CASE(mirrors_the_class_of_the_bound_permission) {
    const auto permission = rented_by(renter);
    const auto id = bound(renter, permission);
    add_node(renter, id, kEui);
    BOOST_TEST(get(renter, "D896E0FF00000001") == "");
    const std::vector<std::string> shown{"DevEui", "ClassMode", "BoundMillis"};
    auto fields = renter.fields();
    BOOST_TEST(renter.field("DevEui") == kEui);
    BOOST_TEST(renter.field("ClassMode") == "A");
    BOOST_TEST(renter.field("BoundMillis") ==
               value_of("SELECT bound_millis FROM joingateexchange.node"));
    BOOST_TEST(std::is_permutation(fields.begin(), fields.end(), shown.begin(), shown.end()));

    BOOST_TEST(unbind(renter, id, permission) == "");
    BOOST_TEST(get(renter, kEui, "2018-12-30") == "");
    BOOST_TEST(renter.field("ClassMode") == "absent");
}

BOOST_AUTO_TEST_CASE(finds_a_node_in_any_instance_of_the_caller) {
    enterprise_group("7000000");
    add_node(owner, "7000000", kEui);
    BOOST_TEST(get(owner, kEui) == "");
}

BOOST_AUTO_TEST_CASE(tells_a_stranger_that_the_node_is_not_his) {
    const auto permission = rented_by(renter);
    add_node(renter, bound(renter, permission), kEui);
    BOOST_TEST(get(stranger, kEui) == "NotResourceOwner");
    // Nor the owner of the permission.
    BOOST_TEST(get(owner, kEui) == "NotResourceOwner");
}

BOOST_AUTO_TEST_CASE(knows_no_node_that_is_in_no_group) {
    register_node(kEui);
    BOOST_TEST(get(renter, kEui) == "NonExistent");
    BOOST_TEST(get(renter, dev_eui(2)) == "NonExistent");
    BOOST_TEST(get(renter, "1") == "InvalidParameter");
}

BOOST_AUTO_TEST_SUITE_END()
