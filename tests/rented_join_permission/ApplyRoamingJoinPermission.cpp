#include "tests/support/two_tenants.h"

#include <boost/test/unit_test.hpp>

namespace {

using joingate::test::at_once;
using joingate::test::Tenant;

constexpr auto kAction = "ApplyRoamingJoinPermission";
const std::string kQuota = "ROAMING_JOIN_PERMISSION";

Tenant::Pairs request(const std::string& name, const std::string& band = "101") {
    return {{"JoinPermissionName", name}, {"FreqBandPlanGroupId", band}, {"ClassMode", "B"}};
}

} // namespace

BOOST_FIXTURE_TEST_SUITE(ApplyRoamingJoinPermission, joingate::test::TwoTenants)

BOOST_AUTO_TEST_CASE(is_effective_at_once) {
    BOOST_TEST(renter.calls(kAction, request("泛在凭证1")) == "");
    const auto id = renter.data();
    BOOST_TEST(renter.calls("GetRentedJoinPermission", {{"JoinPermissionId", id}}) == "");
    BOOST_TEST(renter.field("JoinPermissionName") == "泛在凭证1");
    BOOST_TEST(renter.field("Type") == "ROAMING");
    BOOST_TEST(renter.field("ClassMode") == "B");
    BOOST_TEST(renter.field("RxDelay") == "1");
    BOOST_TEST(renter.field("Enabled") == "true");
    BOOST_TEST(used(renter, kQuota) == "1");
    BOOST_TEST(value_of("SELECT CONCAT_WS(' ', lease_state, renter_account) FROM "
                        "joingateexchange.lease WHERE order_id IS NULL") == "ACCEPTED renter");
}

BOOST_AUTO_TEST_CASE(is_allowed_once_per_account) {
    BOOST_TEST(renter.calls(kAction, request("first")) == "");
    BOOST_TEST(renter.calls(kAction, request("second")) == "ExceedRoamingJoinPermissionLimit");
    BOOST_TEST(stranger.calls(kAction, request("first")) == "");
    BOOST_TEST(value_of("SELECT COUNT(*) FROM joingateexchange.lease") == "2");
    BOOST_TEST(value_of("SELECT COUNT(*) FROM joingateexchange.resource") == "2");
}

BOOST_AUTO_TEST_CASE(checks_names_then_bands_then_duplicates_then_the_quota) {
    permission("taken");
    roaming(owner);
    BOOST_TEST(owner.calls(kAction, request("x", "999")) == "InvalidName");
    BOOST_TEST(owner.calls(kAction, request("taken", "999")) == "InvalidFreqBandPlan");
    BOOST_TEST(owner.calls(kAction, request("taken")) == "JoinPermissionNameDuplicated");
    BOOST_TEST(owner.calls(kAction, request("other")) == "ExceedRoamingJoinPermissionLimit");
}

BOOST_AUTO_TEST_CASE(gives_the_only_slot_to_one_of_many_callers) {
    const auto apply = [&](const char* name) {
        return [&, name] { return renter.outcome(kAction, request(name)).code; };
    };
    BOOST_TEST(at_once({apply("name1"), apply("name2"), apply("name3")}) ==
                   (std::vector<std::string>{"", "ExceedRoamingJoinPermissionLimit",
                                             "ExceedRoamingJoinPermissionLimit"}),
               boost::test_tools::per_element());
}

BOOST_AUTO_TEST_SUITE_END()
