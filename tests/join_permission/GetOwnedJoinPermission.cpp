#include "tests/support/two_tenants.h"

#include <boost/test/unit_test.hpp>

namespace {

using joingate::test::Tenant;

constexpr auto kAction = "GetOwnedJoinPermission";

Tenant::Pairs request(const std::string& id) {
    return {{"JoinPermissionId", id}};
}

} // namespace

BOOST_FIXTURE_TEST_SUITE(GetOwnedJoinPermission, joingate::test::TwoTenants)

BOOST_AUTO_TEST_CASE(names_the_renter_from_the_offer_to_the_return) {
    const auto state = [&](const std::string& id) {
        const auto code = owner.calls(kAction, request(id));
        return code.empty() ? owner.field("AuthState") + ' ' + owner.field("RenterAliyunId") : code;
    };
    BOOST_TEST(state(permission()) == "NEW absent");
    BOOST_TEST(state(offered_to(renter)) == "APPLYING renter");
    BOOST_TEST(state(rented_by(owner)) == "ACCEPTED owner");
    const auto id = rented_by(renter);
    BOOST_TEST(state(id) == "ACCEPTED renter");
    renter.calls("ReturnJoinPermission",
                 {{"JoinPermissionId", id}, {"JoinPermissionType", "LOCAL"}});
    BOOST_TEST(state(id) == "NEW absent");
}

BOOST_AUTO_TEST_CASE(leaves_out_what_there_is_not_and_counts_nothing) {
    BOOST_TEST(owner.calls(kAction, request(permission())) == "");
    for (const auto* name : {"DataRate", "DataDispatchDestination", "BoundProductName",
                             "MulticastNodeCapacity", "MulticastNodeCount"})
        BOOST_TEST(owner.field(name) == "absent");
    for (const auto* name : {"NodesCnt", "RxDailySum", "RxMonthSum", "TxDailySum", "TxMonthSum"})
        BOOST_TEST(owner.field(name) == "0");
    BOOST_TEST(owner.field("MulticastEnabled") == "false");
    BOOST_TEST(owner.field("CreateMillis") ==
               value_of("SELECT create_millis FROM " + owner.schema() + ".join_permission"));
}

BOOST_AUTO_TEST_CASE(has_no_later_fields_in_the_old_version) {
    BOOST_TEST(owner.calls(kAction,
                           {{"JoinPermissionId", permission()}, {"Version", "2018-12-30"}}) == "");
    BOOST_TEST(owner.field("RxDelay") == "absent");
    BOOST_TEST(owner.field("MulticastEnabled") == "absent");
    BOOST_TEST(owner.field("ClassMode") == "A");
}

BOOST_AUTO_TEST_CASE(tells_a_foreign_permission_from_none) {
    const auto id = rented_by(renter);
    BOOST_TEST(stranger.calls(kAction, request(id)) == "NotResourceOwner");
    BOOST_TEST(renter.calls(kAction, request(id)) == "NotResourceOwner");
    BOOST_TEST(owner.calls(kAction, request("9223372036854775807")) == "NonExistent");
    BOOST_TEST(owner.calls(kAction, request("9223372036854775808")) == "NonExistent");
    BOOST_TEST(owner.calls(kAction, request("0" + id)) == "NonExistent");
    BOOST_TEST(owner.calls(kAction, request(roaming(owner))) == "NonExistent");
    BOOST_TEST(owner.calls(kAction, {}) == "MissingParameter");
}

BOOST_AUTO_TEST_CASE(looks_in_the_named_instance_only) {
    const auto id = permission("elsewhere", {{"IotInstanceId", enterprise_id()}});
    BOOST_TEST(owner.calls(kAction, request(id)) == "NonExistent");
    BOOST_TEST(
        owner.calls(kAction, {{"JoinPermissionId", id}, {"IotInstanceId", enterprise_id()}}) == "");
    BOOST_TEST(owner.calls(kAction, {{"JoinPermissionId", id}, {"Version", "2018-12-30"}}) == "");
    BOOST_TEST(stranger.calls(kAction, {{"JoinPermissionId", id},
                                        {"IotInstanceId", enterprise_id()}}) == "NonExistent");
}

BOOST_AUTO_TEST_SUITE_END()
