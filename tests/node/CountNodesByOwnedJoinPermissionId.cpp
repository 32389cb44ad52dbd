#include "tests/node/nodes.h"

#include <boost/test/unit_test.hpp>

using joingate::test::Nodes;
using joingate::test::Tenant;

namespace {

struct CountNodes : Nodes {
    static std::string count(Tenant& account, const std::string& permission,
                             const std::string& part = {}) {
        const auto code = account.calls("CountNodesByOwnedJoinPermissionId",
                                        {{"JoinPermissionId", permission}, {"FuzzyDevEui", part}});
        return code.empty() ? account.data() : code;
    }
};

} // namespace

BOOST_FIXTURE_TEST_SUITE(CountNodesByOwnedJoinPermissionId, CountNodes)

BOOST_AUTO_TEST_CASE(counts_the_nodes_of_the_bound_group_for_the_owner_only) {
    const auto permission = rented_by(renter);
    BOOST_TEST(count(owner, permission) == "0");
    const auto id = bound(renter, permission);
    add_node(renter, id, dev_eui(1));
    add_node(renter, id, dev_eui(2));
    BOOST_TEST(count(owner, permission) == "2");
    BOOST_TEST(count(owner, permission, "FF00000002") == "1");
    BOOST_TEST(count(renter, permission) == "0");
    BOOST_TEST(count(stranger, permission) == "0");
    BOOST_TEST(count(owner, "9223372036854775807") == "0");
    BOOST_TEST(count(owner, "x") == "0");
}

BOOST_AUTO_TEST_CASE(finds_a_permission_in_any_instance_of_the_caller) {
    const auto id = permission("of_enterprise", {{"IotInstanceId", enterprise_id()}});
    BOOST_TEST(owner.calls("SubmitJoinPermissionAuthOrder",
                           {{"JoinPermissionId", id}, {"RenterAliyunId", "owner"}}) == "");
    add_node(owner, bound(owner, id), dev_eui(1));
    BOOST_TEST(count(owner, id) == "1");
}

BOOST_AUTO_TEST_SUITE_END()
