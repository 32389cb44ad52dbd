#include "tests/support/two_tenants.h"

#include <boost/test/unit_test.hpp>

namespace {

using joingate::test::Tenant;

struct Counted : joingate::test::TwoTenants {
    std::string count(const Tenant& caller, const Tenant::Pairs& params = {}) {
        const auto outcome = caller.outcome("CountOwnedJoinPermissions", params);
        return outcome.code.empty() ? outcome.body->getValue<std::string>("Data") : outcome.code;
    }
};

} // namespace

BOOST_FIXTURE_TEST_SUITE(CountOwnedJoinPermissions, Counted)

BOOST_AUTO_TEST_CASE(counts_what_its_list_shows) {
    BOOST_TEST(count(owner) == "0");
    permission("first_1");
    offered_to(renter);
    roaming(owner);
    BOOST_TEST(count(owner) == "2");
    BOOST_TEST(count(owner, {{"FuzzyJoinPermissionName", "irst"}}) == "1");
    BOOST_TEST(count(owner, {{"FuzzyRenterAliyunId", "rent"}}) == "1");
    BOOST_TEST(count(owner, {{"FuzzyJoinEui", "EFFF"}}) == "2");
    BOOST_TEST(count(owner, {{"Enabled", "FALSE"}}) == "0");
    BOOST_TEST(count(owner, {{"Enabled", "maybe"}}) == "InvalidParameter");
}

BOOST_AUTO_TEST_CASE(counts_nothing_of_others) {
    rented_by(renter);
    BOOST_TEST(count(renter) == "0");
    BOOST_TEST(count(stranger) == "0");
}

// The contract has no IotInstanceId here; without it the enterprise instance could not be counted
// (spec "domain", Q-5).
BOOST_AUTO_TEST_CASE(counts_in_the_instance_that_is_named) {
    permission("elsewhere", {{"IotInstanceId", enterprise_id()}});
    BOOST_TEST(count(owner) == "0");
    BOOST_TEST(count(owner, {{"IotInstanceId", enterprise_id()}}) == "1");
    BOOST_TEST(count(owner, {{"IotInstanceId", enterprise_id()}, {"Version", "2018-12-30"}}) ==
               "0");
    BOOST_TEST(count(owner, {{"IotInstanceId", stranger.instance_id()}}) == "NonExistent");
}

BOOST_AUTO_TEST_SUITE_END()
