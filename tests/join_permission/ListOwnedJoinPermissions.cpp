#include "tests/support/test_database.h"
#include "tests/support/two_tenants.h"

#include <boost/test/unit_test.hpp>

namespace {

using joingate::test::Tenant;
namespace test = joingate::test;

constexpr auto kAction = "ListOwnedJoinPermissions";

/// Three permissions of different ages, of which the newest two are of the same millisecond.
struct ThreePermissions : joingate::test::TwoTenants {
    ThreePermissions() {
        const auto born = [&](const std::string& id, const char* millis) {
            run("UPDATE " + owner.schema() + ".join_permission SET create_millis = " + millis +
                " WHERE permission_id = " + id);
        };
        born(permission("name_1a"), "10");
        born(permission("Name_2b",
                        {{"UseDefaultJoinEui", "false"}, {"JoinEui", "AB00000000000000"}}),
             "20");
        born(permission("凭证_3c"), "20");
        roaming(owner);
        permission("elsewhere", {{"IotInstanceId", enterprise_id()}});
    }

    /// Names and count of a page, "a b (2)".
    std::string page(Tenant::Pairs params) {
        const auto lacks = [&](const char* name) {
            for (const auto& param : params)
                if (param.first == name) return false;
            return true;
        };
        if (lacks("Offset")) params.emplace_back("Offset", "0");
        if (lacks("Limit")) params.emplace_back("Limit", "10");
        if (const auto code = owner.calls(kAction, params); !code.empty()) return code;
        return owner.column("JoinPermissionName") + " (" + owner.field("TotalCount") + ")";
    }
};

} // namespace

BOOST_FIXTURE_TEST_SUITE(ListOwnedJoinPermissions, ThreePermissions)

BOOST_AUTO_TEST_CASE(shows_the_newest_first_unless_told_otherwise) {
    BOOST_TEST(page({}) == "凭证_3c Name_2b name_1a (3)");
    BOOST_TEST(page({{"SortingField", "CREATED_MILLIS"}}) == "凭证_3c Name_2b name_1a (3)");
    BOOST_TEST(page({{"Ascending", "false"}}) == "凭证_3c Name_2b name_1a (3)");
    BOOST_TEST(page({{"Ascending", "true"}}) == "name_1a Name_2b 凭证_3c (3)");
    BOOST_TEST(page({{"SortingField", "NAME"}}) == "InvalidParameter");
}

BOOST_AUTO_TEST_CASE(cuts_pages_out_of_the_same_order) {
    BOOST_TEST(page({{"Limit", "1"}}) == "凭证_3c (3)");
    BOOST_TEST(page({{"Limit", "1"}, {"Offset", "1"}}) == "Name_2b (3)");
    BOOST_TEST(page({{"Limit", "200"}, {"Offset", "2"}}) == "name_1a (3)");
    BOOST_TEST(page({{"Limit", "1"}, {"Offset", "1"}, {"Ascending", "true"}}) == "Name_2b (3)");
}

BOOST_AUTO_TEST_CASE(counts_without_rows) {
    BOOST_TEST(page({{"Limit", "0"}}) == " (3)");
    BOOST_TEST(page({{"Offset", "3"}}) == " (3)");
    BOOST_TEST(page({{"Offset", "9223372036854775807"}}) == " (3)");
    BOOST_TEST(page({{"FuzzyJoinPermissionName", "nothing"}}) == " (0)");
    BOOST_TEST(owner.rows() == 0U);
}

BOOST_AUTO_TEST_CASE(refuses_a_page_that_is_none) {
    BOOST_TEST(page({{"Limit", "201"}}) == "InvalidParameter");
    BOOST_TEST(page({{"Limit", "-1"}}) == "InvalidParameter");
    BOOST_TEST(page({{"Offset", "-1"}}) == "InvalidParameter");
    BOOST_TEST(page({{"Offset", ""}}) == "MissingParameter");
}

BOOST_AUTO_TEST_CASE(finds_parts_of_names_exactly) {
    BOOST_TEST(page({{"FuzzyJoinPermissionName", "name_"}}) == "name_1a (1)");
    BOOST_TEST(page({{"FuzzyJoinPermissionName", "ame_"}}) == "Name_2b name_1a (2)");
    BOOST_TEST(page({{"FuzzyJoinPermissionName", "证_"}}) == "凭证_3c (1)");
    BOOST_TEST(page({{"FuzzyJoinPermissionName", ""}}) == "凭证_3c Name_2b name_1a (3)");
    // Neither a wildcard, nor an escape, nor the end of a text.
    BOOST_TEST(page({{"FuzzyJoinPermissionName", "%"}}) == " (0)");
    BOOST_TEST(page({{"FuzzyJoinPermissionName", "n_me"}}) == " (0)");
    BOOST_TEST(page({{"FuzzyJoinPermissionName", "\\"}}) == " (0)");
    BOOST_TEST(page({{"FuzzyJoinPermissionName", "' OR '1'='1"}}) == " (0)");
    BOOST_TEST(page({{"FuzzyJoinPermissionName", "name_1a "}}) == " (0)");
    BOOST_TEST(page({{"FuzzyJoinPermissionName", "\xE8\xAF"}}) == "InvalidParameter");
}

BOOST_AUTO_TEST_CASE(finds_parts_of_a_join_eui_in_any_letter_case) {
    BOOST_TEST(page({{"FuzzyJoinEui", "aB0"}}) == "Name_2b (1)");
    BOOST_TEST(page({{"FuzzyJoinEui", "d896E0"}}) == "凭证_3c name_1a (2)");
    BOOST_TEST(page({{"FuzzyJoinEui", "é凭"}}) == " (0)");
}

BOOST_AUTO_TEST_CASE(finds_parts_of_the_renter_in_offers_too) {
    offered_to(renter);
    const auto offered = "permission_1 (1)";
    BOOST_TEST(page({{"FuzzyRenterAliyunId", "ent"}}) == offered);
    BOOST_TEST(owner.field(0, "AuthState") == "APPLYING");
    BOOST_TEST(owner.field(0, "RenterAliyunId") == "renter");
    BOOST_TEST(page({{"FuzzyRenterAliyunId", "ENT"}}) == " (0)");
    BOOST_TEST(page({{"FuzzyRenterAliyunId", "é"}}) == " (0)");
}

BOOST_AUTO_TEST_CASE(keeps_enabled_and_disabled_ones_apart) {
    owner.calls("UpdateOwnedLocalJoinPermissionEnablingState",
                {{"JoinPermissionId", permission("switched_off")}, {"Enabled", "false"}});
    BOOST_TEST(page({{"Enabled", "false"}}) == "switched_off (1)");
    BOOST_TEST(page({{"Enabled", "true"}, {"FuzzyJoinPermissionName", "c"}}) == "凭证_3c (1)");
}

BOOST_AUTO_TEST_CASE(combines_all_filters) {
    BOOST_TEST(page({{"Enabled", "true"},
                     {"FuzzyJoinPermissionName", "_"},
                     {"FuzzyJoinEui", "ff"},
                     {"Limit", "1"},
                     {"Ascending", "true"}}) == "name_1a (2)");
}

BOOST_AUTO_TEST_CASE(shows_each_instance_and_account_its_own) {
    BOOST_TEST(page({{"IotInstanceId", enterprise_id()}}) == "elsewhere (1)");
    BOOST_TEST(stranger.calls(kAction, {{"Offset", "0"}, {"Limit", "10"}}) == "");
    BOOST_TEST(stranger.field("TotalCount") == "0");
    BOOST_TEST(stranger.calls(kAction, {{"Offset", "0"},
                                        {"Limit", "10"},
                                        {"IotInstanceId", enterprise_id()}}) == "NonExistent");
}

BOOST_AUTO_TEST_CASE(finds_a_permission_by_its_new_name) {
    const auto id = permission("before");
    owner.calls("UpdateOwnedLocalJoinPermission",
                {{"JoinPermissionId", id}, {"JoinPermissionName", "later"}});
    BOOST_TEST(page({{"FuzzyJoinPermissionName", "ate"}}) == "later (1)");
    BOOST_TEST(page({{"FuzzyJoinPermissionName", "efo"}}) == " (0)");
    owner.calls("DeleteLocalJoinPermission", {{"JoinPermissionId", id}});
    BOOST_TEST(page({{"FuzzyJoinPermissionName", "ate"}}) == " (0)");
}

// Filters that many permissions match go another way than rare ones
// (handlers/join_permission/owned.h).
BOOST_AUTO_TEST_CASE(finds_the_same_among_many) {
    const auto schema = owner.schema();
    run("INSERT INTO " + schema +
        ".join_permission (permission_id, permission_type,"
        " permission_name, freq_band_plan_group_id, class_mode, join_eui, rx_delay, enabled,"
        " create_millis) SELECT 1000000 + seq, 'LOCAL', CONCAT('meter_', seq), 101, 'A',"
        " 'd896e0efff000000', 1, seq % 100 <> 0, seq FROM " +
        test::TestDatabase::numbers_to(1500));
    run("INSERT INTO " + schema +
        ".permission_name_suffix (suffix, permission_id)"
        " SELECT SUBSTRING(permission_name, position), permission_id FROM " +
        schema + ".join_permission JOIN " + schema +
        ".name_position"
        " ON position <= CHAR_LENGTH(permission_name) WHERE permission_name LIKE 'meter%'");

    const auto count = [&](const Tenant::Pairs& filters) {
        page(test::with(filters, {{"Limit", "1"}}));
        const auto listed = owner.field("TotalCount");
        BOOST_TEST(owner.calls("CountOwnedJoinPermissions", filters) == "");
        BOOST_TEST(owner.data() == listed);
        return listed;
    };
    BOOST_TEST(count({}) == "1503");
    BOOST_TEST(count({{"FuzzyJoinPermissionName", "meter_"}}) == "1500");
    BOOST_TEST(count({{"FuzzyJoinPermissionName", "e"}}) == "1502");
    BOOST_TEST(count({{"FuzzyJoinPermissionName", "_150"}}) == "2");
    BOOST_TEST(count({{"FuzzyJoinEui", "D896"}}) == "1502");
    BOOST_TEST(count({{"FuzzyJoinEui", "ab0"}}) == "1");
    BOOST_TEST(count({{"FuzzyJoinEui", "d896"}, {"FuzzyJoinPermissionName", "_15"}}) == "12");
    BOOST_TEST(count({{"Enabled", "false"}, {"FuzzyJoinPermissionName", "0"}}) == "15");
    BOOST_TEST(page({{"FuzzyJoinPermissionName", "_150"}}) == "meter_1500 meter_150 (2)");
    BOOST_TEST(page({{"FuzzyJoinPermissionName", "meter"}, {"Limit", "1"}, {"Offset", "7"}}) ==
               "meter_1493 (1500)");
}

BOOST_AUTO_TEST_SUITE_END()
