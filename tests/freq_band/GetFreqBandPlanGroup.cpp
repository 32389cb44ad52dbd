#include "tests/support/two_tenants.h"

#include <boost/test/unit_test.hpp>

using joingate::test::TwoTenants;

namespace {

std::string get(joingate::test::Tenant& account, const std::string& id) {
    return account.calls("GetFreqBandPlanGroup", {{"GroupId", id}});
}

} // namespace

BOOST_FIXTURE_TEST_SUITE(GetFreqBandPlanGroup, TwoTenants)

BOOST_AUTO_TEST_CASE(shows_a_plan) {
    BOOST_TEST(get(stranger, "201") == "");
    BOOST_TEST(stranger.field("GroupId") == "201");
    BOOST_TEST(stranger.field("FrequencyRegionId") == "CN");
    BOOST_TEST(stranger.field("FrequencyType") == "SAME_FREQUENCY");
    BOOST_TEST(stranger.field("BeginFrequency") == "923");
    BOOST_TEST(stranger.field("EndFrequency") == "925");
}

BOOST_AUTO_TEST_CASE(knows_no_plan_that_is_not_there) {
    for (const auto* id : {"103", "0", "-101", "101x", "x", "99999999999999999999"})
        BOOST_TEST(get(stranger, id) == "NonExistent");
    BOOST_TEST(stranger.calls("GetFreqBandPlanGroup") == "MissingParameter");
}

BOOST_AUTO_TEST_CASE(reads_an_id_in_one_form_only) {
    // Policies compare ids as text: a second way to write one would pass a Deny.
    BOOST_TEST(get(stranger, "0101") == "NonExistent");
    BOOST_TEST(get(stranger, "+101") == "NonExistent");
}

BOOST_AUTO_TEST_SUITE_END()
