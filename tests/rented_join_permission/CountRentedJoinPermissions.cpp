#include "tests/support/two_tenants.h"

#include <boost/test/unit_test.hpp>

namespace {

using joingate::test::Tenant;

struct Counted : joingate::test::TwoTenants {
    std::string count(const Tenant& caller, const Tenant::Pairs& params = {}) {
        const auto outcome = caller.outcome("CountRentedJoinPermissions", params);
        return outcome.code.empty() ? outcome.body->getValue<std::string>("Data") : outcome.code;
    }
};

} // namespace

BOOST_FIXTURE_TEST_SUITE(CountRentedJoinPermissions, Counted)

BOOST_AUTO_TEST_CASE(counts_what_its_list_shows) {
    BOOST_TEST(count(renter) == "0");
    offered_to(renter);
    BOOST_TEST(count(renter) == "0");
    rented_by(renter);
    bound(renter, rented_by(renter));
    roaming(renter);
    BOOST_TEST(count(renter) == "3");
    BOOST_TEST(count(renter, {{"Type", "ROAMING"}}) == "1");
    BOOST_TEST(count(renter, {{"BoundNodeGroup", "true"}}) == "1");
    BOOST_TEST(count(renter, {{"BoundNodeGroup", "false"}}) == "2");
    BOOST_TEST(count(renter, {{"FuzzyOwnerAliyunId", "own"}}) == "2");
    BOOST_TEST(count(renter, {{"FuzzyOwnerAliyunId", "AliCloud"}}) == "1");
    BOOST_TEST(count(renter, {{"FuzzyJoinPermissionName", "_3"}}) == "1");
    BOOST_TEST(count(renter, {{"FuzzyJoinEui", "EFFF"}}) == "3");
    BOOST_TEST(count(renter, {{"Enabled", "false"}}) == "0");
    BOOST_TEST(count(renter, {{"Type", "local"}}) == "InvalidParameter");
}

BOOST_AUTO_TEST_CASE(counts_nothing_of_others) {
    rented_by(renter);
    BOOST_TEST(count(owner) == "0");
    BOOST_TEST(count(stranger) == "0");
    BOOST_TEST(count(renter, {{"IotInstanceId", owner.instance_id()}}) == "NonExistent");
}

BOOST_AUTO_TEST_SUITE_END()
