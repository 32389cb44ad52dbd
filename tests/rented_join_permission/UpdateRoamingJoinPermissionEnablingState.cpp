#include "tests/support/two_tenants.h"

#include <boost/test/unit_test.hpp>

namespace {

using joingate::test::at_once;
using joingate::test::Tenant;

constexpr auto kAction = "UpdateRoamingJoinPermissionEnablingState";

Tenant::Pairs request(const std::string& id, const char* enabled) {
    return {{"JoinPermissionId", id}, {"Enabled", enabled}};
}

} // namespace

BOOST_FIXTURE_TEST_SUITE(UpdateRoamingJoinPermissionEnablingState, joingate::test::TwoTenants)

BOOST_AUTO_TEST_CASE(switches_off_and_on_again) {
    const auto id = roaming(renter);
    const auto enabled = [&] {
        renter.calls("GetRentedJoinPermission", {{"JoinPermissionId", id}});
        return renter.field("Enabled");
    };
    BOOST_TEST(renter.calls(kAction, request(id, "false")) == "");
    BOOST_TEST(enabled() == "false");
    BOOST_TEST(renter.calls(kAction, request(id, "false")) == "");
    BOOST_TEST(enabled() == "false");
    BOOST_TEST(renter.calls(kAction, request(id, "TRUE")) == "");
    BOOST_TEST(enabled() == "true");
}

BOOST_AUTO_TEST_CASE(is_possible_while_the_permission_is_bound) {
    const auto id = roaming(renter);
    bound(renter, id);
    BOOST_TEST(renter.calls(kAction, request(id, "false")) == "");
    BOOST_TEST(value_of("SELECT enabled FROM joingateexchange.lease") == "0");
}

BOOST_AUTO_TEST_CASE(is_nobody_elses_right) {
    const auto id = roaming(renter);
    BOOST_TEST(stranger.calls(kAction, request(id, "false")) == "NotResourceOwner");
    BOOST_TEST(owner.calls(kAction, request(id, "false")) == "NotResourceOwner");
    BOOST_TEST(value_of("SELECT enabled FROM joingateexchange.lease") == "1");
    BOOST_TEST(value_of("SELECT enabled FROM " + renter.schema() + ".join_permission") == "1");
}

BOOST_AUTO_TEST_CASE(leaves_local_permissions_to_their_owners) {
    const auto id = rented_by(renter);
    BOOST_TEST(renter.calls(kAction, request(id, "false")) == "NotResourceOwner");
    BOOST_TEST(owner.calls(kAction, request(id, "false")) == "NonExistent");
    BOOST_TEST(value_of("SELECT enabled FROM joingateexchange.lease") == "1");
}

BOOST_AUTO_TEST_CASE(needs_a_permission_and_a_state) {
    BOOST_TEST(renter.calls(kAction, request("1", "false")) == "NonExistent");
    BOOST_TEST(renter.calls(kAction, request("1", "off")) == "InvalidParameter");
    BOOST_TEST(renter.calls(kAction, {{"JoinPermissionId", "1"}}) == "MissingParameter");
}

BOOST_AUTO_TEST_CASE(leaves_permission_and_lease_agreed_after_a_race) {
    const auto id = roaming(renter);
    const auto set = [&](const char* enabled) {
        return [&, enabled] { return renter.outcome(kAction, request(id, enabled)).code; };
    };
    BOOST_TEST(at_once({set("false"), set("true"), set("false"), set("true")}).back() == "");
    BOOST_TEST(value_of("SELECT p.enabled = l.enabled FROM " + renter.schema() +
                        ".join_permission AS p JOIN joingateexchange.lease AS l USING "
                        "(permission_id)") == "1");
    BOOST_TEST(value_of("SELECT version FROM " + renter.schema() + ".join_permission") == "5");
}

BOOST_AUTO_TEST_SUITE_END()
