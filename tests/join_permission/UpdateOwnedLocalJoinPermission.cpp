#include "tests/support/two_tenants.h"

#include <boost/test/unit_test.hpp>

namespace {

using joingate::test::at_once;
using joingate::test::Tenant;

constexpr auto kAction = "UpdateOwnedLocalJoinPermission";

Tenant::Pairs request(const std::string& id, Tenant::Pairs changes = {}) {
    changes.insert(changes.begin(), {"JoinPermissionId", id});
    return changes;
}

} // namespace

BOOST_FIXTURE_TEST_SUITE(UpdateOwnedLocalJoinPermission, joingate::test::TwoTenants)

BOOST_AUTO_TEST_CASE(changes_what_is_given) {
    const auto id = permission();
    BOOST_TEST(owner.calls(kAction, request(id, {{"JoinPermissionName", "renamed"},
                                                 {"FreqBandPlanGroupId", "201"},
                                                 {"ClassMode", "B"},
                                                 {"JoinEui", "000000000000000A"},
                                                 {"RxDelay", "2"},
                                                 {"DataRate", "0"}})) == "");
    BOOST_TEST(value_of("SELECT CONCAT_WS(' ', permission_name, freq_band_plan_group_id, "
                        "class_mode, join_eui, rx_delay, data_rate, version) FROM " +
                        owner.schema() + ".join_permission") ==
               "renamed 201 B 000000000000000a 2 0 2");
}

BOOST_AUTO_TEST_CASE(keeps_what_is_left_out) {
    const auto id = permission("kept_name", {{"RxDelay", "7"}, {"DataRate", "3"}});
    BOOST_TEST(owner.calls(kAction, request(id, {{"ClassMode", "C"}})) == "");
    BOOST_TEST(value_of("SELECT CONCAT_WS(' ', permission_name, freq_band_plan_group_id, "
                        "class_mode, join_eui, rx_delay, data_rate) FROM " +
                        owner.schema() + ".join_permission") ==
               "kept_name 101 C d896e0efff000000 7 3");
}

BOOST_AUTO_TEST_CASE(succeeds_with_nothing_to_change) {
    const auto id = permission();
    BOOST_TEST(owner.calls(kAction, request(id)) == "");
    BOOST_TEST(owner.calls(kAction, request(id, {{"Version", "2018-12-30"}, {"RxDelay", "99"}})) ==
               "");
    BOOST_TEST(value_of("SELECT version FROM " + owner.schema() + ".join_permission") == "1");
}

BOOST_AUTO_TEST_CASE(lets_a_permission_keep_its_own_name) {
    const auto id = permission("own_name");
    permission("other_name");
    BOOST_TEST(owner.calls(kAction, request(id, {{"JoinPermissionName", "own_name"}})) == "");
    BOOST_TEST(owner.calls(kAction, request(id, {{"JoinPermissionName", "other_name"}})) ==
               "JoinPermissionNameDuplicated");
    BOOST_TEST(owner.calls(kAction, request(id, {{"JoinPermissionName", "Other_name"}})) == "");
}

BOOST_AUTO_TEST_CASE(writes_all_fields_or_none) {
    const auto id = permission();
    permission("other_name");
    BOOST_TEST(owner.calls(kAction, request(id, {{"JoinPermissionName", "other_name"},
                                                 {"ClassMode", "B"}})) ==
               "JoinPermissionNameDuplicated");
    BOOST_TEST(value_of("SELECT COUNT(*) FROM " + owner.schema() +
                        ".join_permission WHERE class_mode = 'B'") == "0");
}

BOOST_AUTO_TEST_CASE(is_refused_while_it_is_offered_or_rented_by_another) {
    for (const auto& id : {offered_to(renter), rented_by(renter)}) {
        BOOST_TEST(owner.calls(kAction, request(id, {{"ClassMode", "B"}})) ==
                   "JoinPermissionAlreadyAuthorized");
        BOOST_TEST(owner.calls(kAction, request(id)) == "JoinPermissionAlreadyAuthorized");
        // The state comes before the values.
        BOOST_TEST(owner.calls(kAction, request(id, {{"JoinPermissionName", "x"}})) ==
                   "JoinPermissionAlreadyAuthorized");
    }
}

BOOST_AUTO_TEST_CASE(shows_a_self_granted_permissions_new_terms_to_the_renter) {
    const auto id = rented_by(owner);
    BOOST_TEST(owner.calls(kAction, request(id, {{"JoinPermissionName", "new_terms"},
                                                 {"FreqBandPlanGroupId", "102"},
                                                 {"ClassMode", "B"},
                                                 {"JoinEui", "000000000000000A"},
                                                 {"RxDelay", "2"},
                                                 {"DataRate", "4"}})) == "");
    BOOST_TEST(owner.calls("GetRentedJoinPermission", {{"JoinPermissionId", id}}) == "");
    BOOST_TEST(owner.field("JoinPermissionName") == "new_terms");
    BOOST_TEST(owner.field("FreqBandPlanGroupId") == "102");
    BOOST_TEST(owner.field("ClassMode") == "B");
    BOOST_TEST(owner.field("JoinEui") == "000000000000000a");
    BOOST_TEST(owner.field("RxDelay") == "2");
    BOOST_TEST(owner.field("DataRate") == "4");
}

BOOST_AUTO_TEST_CASE(tells_a_foreign_permission_from_none) {
    const auto id = permission();
    BOOST_TEST(stranger.calls(kAction, request(id, {{"ClassMode", "B"}})) == "NotResourceOwner");
    BOOST_TEST(owner.calls(kAction, request("9223372036854775807")) == "NonExistent");
    BOOST_TEST(owner.calls(kAction, request("abc")) == "NonExistent");
    BOOST_TEST(owner.calls(kAction, request(roaming(owner))) == "NonExistent");
    BOOST_TEST(owner.calls(kAction, request(id, {{"IotInstanceId", enterprise_id()},
                                                 {"ClassMode", "B"}})) == "NonExistent");
    BOOST_TEST(value_of("SELECT MAX(version) FROM " + owner.schema() + ".join_permission") == "1");
}

BOOST_AUTO_TEST_CASE(finds_the_instance_by_the_id_in_the_old_version) {
    const auto id = permission("elsewhere", {{"IotInstanceId", enterprise_id()}});
    BOOST_TEST(owner.calls(kAction, request(id, {{"ClassMode", "B"}})) == "NonExistent");
    BOOST_TEST(owner.calls(kAction, request(id, {{"Version", "2018-12-30"}, {"ClassMode", "B"}})) ==
               "");
    BOOST_TEST(value_of("SELECT class_mode FROM " + enterprise_schema() + ".join_permission") ==
               "B");
}

BOOST_AUTO_TEST_CASE(refuses_wrong_values) {
    const auto id = permission();
    const auto code = [&](const char* name, const char* value) {
        return owner.calls(kAction, request(id, {{name, value}}));
    };
    BOOST_TEST(code("JoinPermissionName", "a b c") == "InvalidName");
    BOOST_TEST(code("FreqBandPlanGroupId", "103") == "InvalidFreqBandPlan");
    BOOST_TEST(code("ClassMode", "a") == "InvalidParameter");
    BOOST_TEST(code("JoinEui", "0") == "InvalidParameter");
    BOOST_TEST(code("RxDelay", "1s") == "InvalidParameter");
    BOOST_TEST(code("DataRate", "-1") == "InvalidParameter");
}

BOOST_AUTO_TEST_CASE(never_meets_an_offer_half_way) {
    for (int round = 0; round < 5; ++round) {
        const auto id = permission();
        const auto codes =
            at_once({[&] {
                         return owner.outcome(kAction, request(id, {{"ClassMode", "B"}})).code;
                     },
                     [&] {
                         return owner
                             .outcome("SubmitJoinPermissionAuthOrder",
                                      {{"JoinPermissionId", id}, {"RenterAliyunId", renter.name()}})
                             .code;
                     }});
        // Either the update came first, or it was refused; the offer has the terms that hold.
        BOOST_TEST(codes.front() == "");
        BOOST_TEST((codes.back().empty() || codes.back() == "JoinPermissionAlreadyAuthorized"));
        BOOST_TEST(value_of("SELECT p.class_mode = l.class_mode FROM " + owner.schema() +
                            ".join_permission AS p JOIN joingateexchange.lease AS l USING "
                            "(permission_id) WHERE p.permission_id = " +
                            id) == "1");
    }
}

BOOST_AUTO_TEST_CASE(gives_one_name_to_one_of_two_callers) {
    const auto first = permission();
    const auto second = permission();
    const auto rename = [&](const std::string& id) {
        return [&, id] {
            return owner.outcome(kAction, request(id, {{"JoinPermissionName", "wanted"}})).code;
        };
    };
    BOOST_TEST(at_once({rename(first), rename(second)}) ==
                   (std::vector<std::string>{"", "JoinPermissionNameDuplicated"}),
               boost::test_tools::per_element());
}

BOOST_AUTO_TEST_SUITE_END()
