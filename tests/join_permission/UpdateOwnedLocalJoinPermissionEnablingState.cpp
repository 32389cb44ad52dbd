#include "tests/support/two_tenants.h"

#include <boost/test/unit_test.hpp>

namespace {

using joingate::test::at_once;
using joingate::test::Tenant;

constexpr auto kAction = "UpdateOwnedLocalJoinPermissionEnablingState";

Tenant::Pairs request(const std::string& id, const char* enabled) {
    return {{"JoinPermissionId", id}, {"Enabled", enabled}};
}

} // namespace

BOOST_FIXTURE_TEST_SUITE(UpdateOwnedLocalJoinPermissionEnablingState, joingate::test::TwoTenants)

BOOST_AUTO_TEST_CASE(switches_off_and_on_again) {
    const auto id = permission();
    const auto enabled = [&] {
        owner.calls("GetOwnedJoinPermission", {{"JoinPermissionId", id}});
        return owner.field("Enabled");
    };
    BOOST_TEST(owner.calls(kAction, request(id, "false")) == "");
    BOOST_TEST(enabled() == "false");
    BOOST_TEST(owner.calls(kAction, request(id, "false")) == "");
    BOOST_TEST(enabled() == "false");
    BOOST_TEST(owner.calls(kAction, request(id, "True")) == "");
    BOOST_TEST(enabled() == "true");
}

BOOST_AUTO_TEST_CASE(is_the_owners_right_while_it_is_rented) {
    const auto id = rented_by(renter);
    BOOST_TEST(owner.calls(kAction, request(id, "false")) == "");
    BOOST_TEST(renter.calls("GetRentedJoinPermission", {{"JoinPermissionId", id}}) == "");
    BOOST_TEST(renter.field("Enabled") == "false");
}

BOOST_AUTO_TEST_CASE(holds_for_an_offer_that_is_accepted_later) {
    const auto id = offered_to(renter);
    const auto order = owner.data();
    BOOST_TEST(owner.calls(kAction, request(id, "false")) == "");
    BOOST_TEST(renter.calls("AcceptJoinPermissionAuthOrder", {{"OrderId", order}}) == "");
    BOOST_TEST(renter.calls("GetRentedJoinPermission", {{"JoinPermissionId", id}}) == "");
    BOOST_TEST(renter.field("Enabled") == "false");
}

BOOST_AUTO_TEST_CASE(is_not_the_renters_right) {
    const auto id = rented_by(renter);
    BOOST_TEST(renter.calls(kAction, request(id, "false")) == "NotResourceOwner");
    BOOST_TEST(stranger.calls(kAction, request(id, "false")) == "NotResourceOwner");
    BOOST_TEST(value_of("SELECT enabled FROM joingateexchange.lease") == "1");
    BOOST_TEST(value_of("SELECT enabled FROM " + owner.schema() + ".join_permission") == "1");
}

BOOST_AUTO_TEST_CASE(needs_a_permission_and_a_state) {
    BOOST_TEST(owner.calls(kAction, request("1", "false")) == "NonExistent");
    BOOST_TEST(owner.calls(kAction, request("1", "off")) == "InvalidParameter");
    BOOST_TEST(owner.calls(kAction, {{"JoinPermissionId", "1"}}) == "MissingParameter");
}

BOOST_AUTO_TEST_CASE(leaves_both_sides_agreed_after_a_race) {
    const auto id = rented_by(renter);
    const auto set = [&](const char* enabled) {
        return [&, enabled] { return owner.outcome(kAction, request(id, enabled)).code; };
    };
    BOOST_TEST(at_once({set("false"), set("true"), set("false"), set("true")}).back() == "");
    BOOST_TEST(value_of("SELECT p.enabled = l.enabled FROM " + owner.schema() +
                        ".join_permission AS p JOIN joingateexchange.lease AS l USING "
                        "(permission_id)") == "1");
    BOOST_TEST(value_of("SELECT version FROM " + owner.schema() + ".join_permission") == "5");
}

BOOST_AUTO_TEST_SUITE_END()
