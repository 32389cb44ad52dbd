#include "tests/support/two_tenants.h"

#include <boost/test/unit_test.hpp>

namespace {

using joingate::test::at_once;
using joingate::test::Tenant;
using joingate::test::with;

constexpr auto kAction = "CreateCustomLocalJoinPermission";
const std::string kQuota = "LOCAL_JOIN_PERMISSION";

Tenant::Pairs request(const std::string& name, const Tenant::Pairs& changes = {}) {
    return with({{"JoinPermissionName", name},
                 {"FreqBandPlanGroupId", "101"},
                 {"ClassMode", "C"},
                 {"JoinEui", "00000000000000AB"}},
                changes);
}

} // namespace

BOOST_FIXTURE_TEST_SUITE(CreateCustomLocalJoinPermission, joingate::test::TwoTenants)

BOOST_AUTO_TEST_CASE(makes_a_permission_with_the_callers_join_eui) {
    for (const auto* version : {"2018-12-30", "2019-03-01"}) {
        BOOST_TEST(owner.calls(kAction, request("name_" + std::string{version, 4},
                                                {{"Version", version}})) == "");
        const auto id = owner.data();
        BOOST_TEST(owner.calls("GetOwnedJoinPermission", {{"JoinPermissionId", id}}) == "");
        BOOST_TEST(owner.field("JoinEui") == "00000000000000ab");
        BOOST_TEST(owner.field("ClassMode") == "C");
        BOOST_TEST(owner.field("RxDelay") == "1");
        BOOST_TEST(owner.field("DataRate") == "absent");
        BOOST_TEST(owner.field("AuthState") == "NEW");
    }
    BOOST_TEST(used(owner, kQuota) == "2");
}

BOOST_AUTO_TEST_CASE(needs_a_join_eui) {
    BOOST_TEST(owner.calls(kAction, request("name", {{"JoinEui", ""}})) == "MissingParameter");
    BOOST_TEST(owner.calls(kAction, request("name", {{"JoinEui", "ab"}})) == "InvalidParameter");
}

BOOST_AUTO_TEST_CASE(checks_names_then_bands_then_duplicates_then_the_quota) {
    permission("taken");
    limit(owner, kQuota, 1);
    const Tenant::Pairs no_band{{"FreqBandPlanGroupId", "999"}};
    BOOST_TEST(owner.calls(kAction, request("ab", no_band)) == "InvalidName");
    BOOST_TEST(owner.calls(kAction, request("taken", no_band)) == "InvalidFreqBandPlan");
    BOOST_TEST(owner.calls(kAction, request("taken")) == "JoinPermissionNameDuplicated");
    BOOST_TEST(owner.calls(kAction, request("other")) == "ExceedLocalJoinPermissionLimit");
    BOOST_TEST(value_of("SELECT COUNT(*) FROM " + owner.schema() + ".join_permission") == "1");
    BOOST_TEST(used(owner, kQuota) == "1");
}

BOOST_AUTO_TEST_CASE(shares_its_names_with_the_other_ways_to_a_permission) {
    roaming(owner, "roam_name");
    BOOST_TEST(owner.calls(kAction, request("roam_name")) == "JoinPermissionNameDuplicated");
    BOOST_TEST(renter.calls(kAction, request("roam_name")) == "");
}

BOOST_AUTO_TEST_CASE(gives_one_name_to_one_of_many_callers) {
    const auto create = [&] { return owner.outcome(kAction, request("wanted")).code; };
    BOOST_TEST(at_once({create, create, create}) ==
                   (std::vector<std::string>{"", "JoinPermissionNameDuplicated",
                                             "JoinPermissionNameDuplicated"}),
               boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(gives_the_last_slot_to_one_of_many_callers) {
    limit(owner, kQuota, 1);
    const auto create = [&](const char* name) {
        return [&, name] { return owner.outcome(kAction, request(name)).code; };
    };
    BOOST_TEST(at_once({create("name1"), create("name2")}) ==
                   (std::vector<std::string>{"", "ExceedLocalJoinPermissionLimit"}),
               boost::test_tools::per_element());
}

BOOST_AUTO_TEST_SUITE_END()
