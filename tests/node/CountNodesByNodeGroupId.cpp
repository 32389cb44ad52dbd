#include "tests/node/nodes.h"

#include <boost/test/unit_test.hpp>

using joingate::test::Nodes;
using joingate::test::Tenant;

namespace {

struct CountNodes : Nodes {
    static std::string count(Tenant& account, const std::string& group,
                             const std::string& part = {}) {
        const auto code = account.calls("CountNodesByNodeGroupId",
                                        {{"NodeGroupId", group}, {"FuzzyDevEui", part}});
        return code.empty() ? account.data() : code;
    }
};

} // namespace

BOOST_FIXTURE_TEST_SUITE(CountNodesByNodeGroupId, CountNodes)

BOOST_AUTO_TEST_CASE(counts_the_nodes_of_the_group_that_match) {
    const auto id = group(renter, "of_nodes");
    BOOST_TEST(count(renter, id) == "0");
    for (int node = 1; node <= 3; ++node)
        add_node(renter, id, dev_eui(node));
    add_node(renter, group(renter, "other_group"), dev_eui(4));
    BOOST_TEST(count(renter, id) == "3");
    BOOST_TEST(count(renter, id, "FF00000002") == "1");
    BOOST_TEST(count(renter, id, dev_eui(4)) == "0");
    BOOST_TEST(count(stranger, id) == "0");
    BOOST_TEST(count(renter, "9223372036854775807") == "0");
    BOOST_TEST(count(renter, "x") == "0");
}

BOOST_AUTO_TEST_CASE(finds_a_group_in_any_instance_of_the_caller) {
    enterprise_group("7000000");
    add_node(owner, "7000000", dev_eui(1));
    BOOST_TEST(count(owner, "7000000") == "1");
}

BOOST_AUTO_TEST_SUITE_END()
