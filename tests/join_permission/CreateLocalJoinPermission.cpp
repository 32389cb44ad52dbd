#include "handlers/join_permission/join_eui.h"
#include "tests/support/two_tenants.h"

#include <boost/test/unit_test.hpp>

namespace {

using joingate::test::at_once;
using joingate::test::Tenant;
using joingate::test::with;

constexpr auto kAction = "CreateLocalJoinPermission";
const std::string kQuota = "LOCAL_JOIN_PERMISSION";

Tenant::Pairs request(const std::string& name, const Tenant::Pairs& changes = {}) {
    return with({{"JoinPermissionName", name},
                 {"FreqBandPlanGroupId", "101"},
                 {"ClassMode", "A"},
                 {"UseDefaultJoinEui", "true"}},
                changes);
}

} // namespace

BOOST_FIXTURE_TEST_SUITE(CreateLocalJoinPermission, joingate::test::TwoTenants)

BOOST_AUTO_TEST_CASE(makes_a_new_and_enabled_permission) {
    BOOST_TEST(owner.calls(kAction, request("凭证1", {{"RxDelay", "15"}, {"DataRate", "5"}})) ==
               "");
    const auto id = owner.data();
    BOOST_TEST(owner.calls("GetOwnedJoinPermission", {{"JoinPermissionId", id}}) == "");
    BOOST_TEST(owner.field("JoinPermissionName") == "凭证1");
    BOOST_TEST(owner.field("FreqBandPlanGroupId") == "101");
    BOOST_TEST(owner.field("ClassMode") == "A");
    BOOST_TEST(owner.field("JoinEui") == "d896e0efff000000");
    BOOST_TEST(owner.field("RxDelay") == "15");
    BOOST_TEST(owner.field("DataRate") == "5");
    BOOST_TEST(owner.field("Enabled") == "true");
    BOOST_TEST(owner.field("AuthState") == "NEW");
    BOOST_TEST(owner.field("RenterAliyunId") == "absent");
    BOOST_TEST(used(owner, kQuota) == "1");
}

BOOST_AUTO_TEST_CASE(delays_by_one_second_and_stores_no_data_rate_by_default) {
    BOOST_TEST(owner.calls(kAction, request("plain")) == "");
    BOOST_TEST(value_of("SELECT rx_delay FROM " + owner.schema() + ".join_permission") == "1");
    BOOST_TEST(value_of("SELECT data_rate FROM " + owner.schema() + ".join_permission") == "NULL");
}

BOOST_AUTO_TEST_CASE(takes_the_callers_own_join_eui) {
    const auto joins = [&](const std::string& name, const Tenant::Pairs& changes) {
        const auto code = owner.calls(kAction, request(name, changes));
        return code.empty() ? value_of("SELECT join_eui FROM " + owner.schema() +
                                       ".join_permission WHERE permission_name = '" + name + "'")
                            : code;
    };
    BOOST_TEST(joins("name1", {{"UseDefaultJoinEui", "FALSE"}, {"JoinEui", "00000000000000AB"}}) ==
               "00000000000000ab");
    BOOST_TEST(joins("name2", {{"JoinEui", "00000000000000AB"}}) == "d896e0efff000000");
    BOOST_TEST(joins("name3", {{"JoinEui", "Ede4tde8erth****"}}) == "d896e0efff000000");
    BOOST_TEST(joins("name4", {{"UseDefaultJoinEui", "false"}}) == "MissingParameter");
    BOOST_TEST(joins("name5", {{"UseDefaultJoinEui", "false"}, {"JoinEui", "xyz"}}) ==
               "InvalidParameter");
}

BOOST_AUTO_TEST_CASE(assigns_an_own_join_eui_to_the_old_version) {
    BOOST_TEST(owner.calls(kAction, request("old_one", {{"Version", "2018-12-30"},
                                                        {"UseDefaultJoinEui", "false"},
                                                        {"JoinEui", "00000000000000AB"},
                                                        {"RxDelay", "abc"}})) == "");
    const auto id = std::stoll(owner.data());
    BOOST_TEST(value_of("SELECT join_eui FROM " + owner.schema() + ".join_permission") ==
               joingate::own_join_eui(0xd896e0ee, id));
    BOOST_TEST(joingate::own_join_eui(0xd896e0ee, 0x123456789abcdef) == "d896e0ee89abcdef");
}

BOOST_AUTO_TEST_CASE(checks_names_then_bands_then_duplicates_then_the_quota) {
    permission("taken");
    limit(owner, kQuota, 1);
    BOOST_TEST(owner.calls(kAction, request("ab", {{"FreqBandPlanGroupId", "999"}})) ==
               "InvalidName");
    BOOST_TEST(owner.calls(kAction, request("taken", {{"FreqBandPlanGroupId", "999"}})) ==
               "InvalidFreqBandPlan");
    BOOST_TEST(owner.calls(kAction, request("taken")) == "JoinPermissionNameDuplicated");
    BOOST_TEST(owner.calls(kAction, request("other")) == "ExceedLocalJoinPermissionLimit");
}

BOOST_AUTO_TEST_CASE(leaves_nothing_of_a_refused_call) {
    permission("taken");
    limit(owner, kQuota, 1);
    owner.calls(kAction, request("taken"));
    owner.calls(kAction, request("other"));
    BOOST_TEST(value_of("SELECT COUNT(*) FROM " + owner.schema() + ".join_permission") == "1");
    BOOST_TEST(value_of("SELECT COUNT(*) FROM joingateexchange.resource") == "1");
    BOOST_TEST(used(owner, kQuota) == "1");
}

BOOST_AUTO_TEST_CASE(refuses_what_is_not_lexically_right) {
    BOOST_TEST(owner.calls(kAction, request("name", {{"ClassMode", "D2D"}})) == "InvalidParameter");
    BOOST_TEST(owner.calls(kAction, request("name", {{"RxDelay", "0"}})) == "InvalidParameter");
    BOOST_TEST(owner.calls(kAction, request("name", {{"RxDelay", "16"}})) == "InvalidParameter");
    BOOST_TEST(owner.calls(kAction, request("name", {{"DataRate", "6"}})) == "InvalidParameter");
    BOOST_TEST(owner.calls(kAction, request("name", {{"UseDefaultJoinEui", ""}})) ==
               "MissingParameter");
}

BOOST_AUTO_TEST_CASE(tells_names_apart_by_letter_case_and_instance) {
    permission("same_name");
    BOOST_TEST(owner.calls(kAction, request("Same_Name")) == "");
    BOOST_TEST(owner.calls(kAction, request("same_name", {{"IotInstanceId", enterprise_id()}})) ==
               "");
    BOOST_TEST(renter.calls(kAction, request("same_name")) == "");
    BOOST_TEST(value_of("SELECT COUNT(*) FROM " + enterprise_schema() + ".join_permission") == "1");
}

BOOST_AUTO_TEST_CASE(shares_its_names_with_roaming_permissions) {
    roaming(owner, "roam_name");
    BOOST_TEST(owner.calls(kAction, request("roam_name")) == "JoinPermissionNameDuplicated");
}

BOOST_AUTO_TEST_CASE(works_in_no_instance_of_another_account) {
    BOOST_TEST(stranger.calls(kAction, request("name", {{"IotInstanceId", owner.instance_id()}})) ==
               "NonExistent");
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
    BOOST_TEST(at_once({create("name1"), create("name2"), create("name3")}) ==
                   (std::vector<std::string>{"", "ExceedLocalJoinPermissionLimit",
                                             "ExceedLocalJoinPermissionLimit"}),
               boost::test_tools::per_element());
    BOOST_TEST(used(owner, kQuota) == "1");
}

BOOST_AUTO_TEST_SUITE_END()
