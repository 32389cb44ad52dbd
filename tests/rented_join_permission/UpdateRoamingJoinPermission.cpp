#include "tests/support/two_tenants.h"

#include <boost/test/unit_test.hpp>

namespace {

using joingate::test::at_once;
using joingate::test::Tenant;

constexpr auto kAction = "UpdateRoamingJoinPermission";

Tenant::Pairs request(const std::string& id, Tenant::Pairs changes = {}) {
    changes.insert(changes.begin(), {"JoinPermissionId", id});
    return changes;
}

struct Roaming : joingate::test::TwoTenants {
    std::string terms() const {
        return value_of("SELECT CONCAT_WS(' ', permission_name, rx_delay, data_rate, version) "
                        "FROM " +
                        renter.schema() + ".join_permission WHERE permission_type = 'ROAMING'");
    }
    /// What the lease repeats, and whether it agrees with the permission.
    std::string agreed() const {
        return value_of("SELECT COUNT(*) FROM joingateexchange.lease AS l JOIN " + renter.schema() +
                        ".join_permission AS p USING (permission_id, permission_name, rx_delay, "
                        "class_mode, freq_band_plan_group_id, join_eui) WHERE l.data_rate <=> "
                        "p.data_rate");
    }
};

} // namespace

BOOST_FIXTURE_TEST_SUITE(UpdateRoamingJoinPermission, Roaming)

BOOST_AUTO_TEST_CASE(changes_what_is_given) {
    const auto id = roaming(renter);
    BOOST_TEST(renter.calls(kAction, request(id, {{"JoinPermissionName", "renamed"},
                                                  {"RxDelay", "15"},
                                                  {"DataRate", "5"}})) == "");
    BOOST_TEST(terms() == "renamed 15 5 2");
    BOOST_TEST(renter.calls("GetRentedJoinPermission", {{"JoinPermissionId", id}}) == "");
    BOOST_TEST(renter.field("JoinPermissionName") == "renamed");
    BOOST_TEST(renter.field("RxDelay") == "15");
    BOOST_TEST(renter.field("DataRate") == "5");
    BOOST_TEST(agreed() == "1");
}

BOOST_AUTO_TEST_CASE(keeps_what_is_left_out) {
    const auto id = roaming(renter);
    BOOST_TEST(renter.calls(kAction, request(id, {{"DataRate", "3"}})) == "");
    BOOST_TEST(terms() == "roaming_one 1 3 2");
    BOOST_TEST(renter.calls(kAction, request(id, {{"RxDelay", "2"}})) == "");
    BOOST_TEST(terms() == "roaming_one 2 3 3");
    BOOST_TEST(agreed() == "1");
}

BOOST_AUTO_TEST_CASE(succeeds_with_nothing_to_change) {
    const auto id = roaming(renter);
    BOOST_TEST(renter.calls(kAction, request(id)) == "");
    BOOST_TEST(renter.calls(kAction, request(id, {{"Version", "2018-12-30"}, {"RxDelay", "99"}})) ==
               "");
    BOOST_TEST(terms() == "roaming_one 1 1");
}

BOOST_AUTO_TEST_CASE(is_refused_while_the_permission_is_bound) {
    const auto id = roaming(renter);
    const auto group = bound(renter, id);
    for (const Tenant::Pairs& changes :
         {Tenant::Pairs{{"JoinPermissionName", "renamed"}}, {{"JoinPermissionName", "x"}}, {}})
        BOOST_TEST(renter.calls(kAction, request(id, changes)) ==
                   "JoinPermissionAlreadyBoundNodeGroup");
    BOOST_TEST(terms() == "roaming_one 1 1");
    BOOST_TEST(renter.calls("UnbindJoinPermissionFromNodeGroup",
                            {{"JoinPermissionId", id}, {"NodeGroupId", group}}) == "");
    BOOST_TEST(renter.calls(kAction, request(id, {{"JoinPermissionName", "renamed"}})) == "");
}

BOOST_AUTO_TEST_CASE(shares_its_names_with_local_permissions) {
    const auto id = roaming(owner);
    permission("taken");
    const auto rename = [&](const char* name) {
        return owner.calls(kAction, request(id, {{"JoinPermissionName", name}, {"RxDelay", "9"}}));
    };
    BOOST_TEST(rename("taken") == "JoinPermissionNameDuplicated");
    BOOST_TEST(rename("ab") == "InvalidName");
    BOOST_TEST(value_of("SELECT COUNT(*) FROM " + owner.schema() +
                        ".join_permission WHERE rx_delay = 9") == "0");
    BOOST_TEST(rename("roaming_one") == "");
    BOOST_TEST(rename("Taken") == "");
}

BOOST_AUTO_TEST_CASE(knows_only_a_roaming_permission_of_the_caller) {
    const auto id = roaming(renter);
    const auto code = [&](Tenant& who, const std::string& what) {
        return who.calls(kAction, request(what, {{"JoinPermissionName", "renamed"}}));
    };
    BOOST_TEST(code(stranger, id) == "NonExistent");
    BOOST_TEST(code(owner, id) == "NonExistent");
    BOOST_TEST(code(owner, permission()) == "NonExistent");
    BOOST_TEST(code(renter, rented_by(renter)) == "NonExistent");
    BOOST_TEST(code(renter, "9223372036854775807") == "NonExistent");
    BOOST_TEST(code(renter, "x") == "NonExistent");
    BOOST_TEST(terms() == "roaming_one 1 1");
}

BOOST_AUTO_TEST_CASE(refuses_wrong_values) {
    const auto id = roaming(renter);
    for (const auto* delay : {"0", "16", "1s"})
        BOOST_TEST(renter.calls(kAction, request(id, {{"RxDelay", delay}})) == "InvalidParameter");
    for (const auto* rate : {"-1", "6"})
        BOOST_TEST(renter.calls(kAction, request(id, {{"DataRate", rate}})) == "InvalidParameter");
}

BOOST_AUTO_TEST_CASE(never_changes_what_is_bound_meanwhile) {
    for (int round = 0; round < 5; ++round) {
        empty();
        const auto id = roaming(renter);
        renter.calls("CreateNodeGroup", {{"NodeGroupName", "raced"}});
        const auto group = renter.data();
        const auto codes =
            at_once({[&] {
                         return renter.outcome(kAction, request(id, {{"DataRate", "4"}})).code;
                     },
                     [&] {
                         return renter
                             .outcome("BindJoinPermissionToNodeGroup",
                                      {{"JoinPermissionId", id}, {"NodeGroupId", group}})
                             .code;
                     }});
        BOOST_TEST(codes.front() == "");
        BOOST_TEST((codes.back().empty() || codes.back() == "JoinPermissionAlreadyBoundNodeGroup"));
        BOOST_TEST(terms() == (codes.back().empty() ? "roaming_one 1 4 2" : "roaming_one 1 1"));
        BOOST_TEST(agreed() == "1");
    }
}

BOOST_AUTO_TEST_CASE(gives_one_name_to_one_of_two_callers) {
    const auto id = roaming(owner);
    const auto other = permission();
    const auto rename = [&](const char* action, const std::string& of) {
        return [&, action, of] {
            return owner.outcome(action, request(of, {{"JoinPermissionName", "wanted"}})).code;
        };
    };
    BOOST_TEST(at_once({rename(kAction, id), rename("UpdateOwnedLocalJoinPermission", other)}) ==
                   (std::vector<std::string>{"", "JoinPermissionNameDuplicated"}),
               boost::test_tools::per_element());
}

BOOST_AUTO_TEST_SUITE_END()
