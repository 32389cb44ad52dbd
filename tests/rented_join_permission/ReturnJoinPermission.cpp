#include "tests/support/two_tenants.h"

#include <boost/test/unit_test.hpp>

namespace {

using joingate::test::at_once;
using joingate::test::Tenant;

constexpr auto kAction = "ReturnJoinPermission";
const std::string kQuota = "ROAMING_JOIN_PERMISSION";

Tenant::Pairs request(const std::string& id, const char* type = "LOCAL") {
    return {{"JoinPermissionId", id}, {"JoinPermissionType", type}};
}

} // namespace

BOOST_FIXTURE_TEST_SUITE(ReturnJoinPermission, joingate::test::TwoTenants)

BOOST_AUTO_TEST_CASE(makes_a_local_permission_new_again) {
    const auto id = rented_by(renter);
    BOOST_TEST(renter.calls(kAction, request(id)) == "");
    BOOST_TEST(owner.calls("GetOwnedJoinPermission", {{"JoinPermissionId", id}}) == "");
    BOOST_TEST(owner.field("AuthState") == "NEW");
    BOOST_TEST(owner.field("RenterAliyunId") == "absent");
    // There is no state for a returned order.
    BOOST_TEST(value_of("SELECT order_state FROM joingateexchange.auth_order") == "ACCEPTED");
    BOOST_TEST(owner.calls("SubmitJoinPermissionAuthOrder",
                           {{"JoinPermissionId", id}, {"RenterAliyunId", "stranger"}}) == "");
}

BOOST_AUTO_TEST_CASE(ends_a_roaming_permission_and_frees_its_slot) {
    const auto id = roaming(renter);
    BOOST_TEST(renter.calls(kAction, request(id, "ROAMING")) == "");
    BOOST_TEST(renter.calls("GetRentedJoinPermission", {{"JoinPermissionId", id}}) ==
               "NonExistent");
    BOOST_TEST(used(renter, kQuota) == "0");
    BOOST_TEST(value_of("SELECT COUNT(*) FROM joingateexchange.resource") == "0");
    BOOST_TEST(roaming(renter) != id);
}

BOOST_AUTO_TEST_CASE(is_refused_while_the_permission_is_bound) {
    const auto local = rented_by(renter);
    const auto shared = roaming(renter);
    const auto group = bound(renter, local);
    bound(renter, shared);
    BOOST_TEST(renter.calls(kAction, request(local)) == "JoinPermissionAlreadyBoundNodeGroup");
    BOOST_TEST(renter.calls(kAction, request(shared, "ROAMING")) ==
               "JoinPermissionAlreadyBoundNodeGroup");
    BOOST_TEST(used(renter, kQuota) == "1");
    BOOST_TEST(value_of("SELECT COUNT(*) FROM " + renter.schema() + ".join_permission") == "1");

    BOOST_TEST(renter.calls("UnbindJoinPermissionFromNodeGroup",
                            {{"JoinPermissionId", local}, {"NodeGroupId", group}}) == "");
    BOOST_TEST(renter.calls(kAction, request(local)) == "");
}

BOOST_AUTO_TEST_CASE(needs_the_permissions_own_type) {
    const auto local = rented_by(renter);
    const auto shared = roaming(renter);
    BOOST_TEST(renter.calls(kAction, request(local, "ROAMING")) == "NonExistent");
    BOOST_TEST(renter.calls(kAction, request(shared, "LOCAL")) == "NonExistent");
    bound(renter, shared);
    BOOST_TEST(renter.calls(kAction, request(shared, "LOCAL")) == "NonExistent");
    BOOST_TEST(renter.calls(kAction, request(local, "local")) == "InvalidParameter");
    BOOST_TEST(value_of("SELECT COUNT(*) FROM joingateexchange.lease") == "2");
}

BOOST_AUTO_TEST_CASE(needs_a_caller_who_rents_it) {
    const auto id = rented_by(renter);
    const auto offered = offered_to(renter);
    const auto shared = roaming(renter);
    BOOST_TEST(stranger.calls(kAction, request(id)) == "NonExistent");
    BOOST_TEST(owner.calls(kAction, request(id)) == "NonExistent");
    BOOST_TEST(renter.calls(kAction, request(offered)) == "NonExistent");
    BOOST_TEST(stranger.calls(kAction, request(shared, "ROAMING")) == "NonExistent");
    BOOST_TEST(owner.calls(kAction, request(permission(), "ROAMING")) == "NonExistent");
    BOOST_TEST(value_of("SELECT COUNT(*) FROM joingateexchange.lease") == "3");
}

BOOST_AUTO_TEST_CASE(works_for_a_permission_granted_to_oneself) {
    const auto id = rented_by(owner);
    BOOST_TEST(owner.calls(kAction, request(id)) == "");
    BOOST_TEST(owner.calls("DeleteLocalJoinPermission", {{"JoinPermissionId", id}}) == "");
}

BOOST_AUTO_TEST_CASE(is_done_by_one_of_many_callers) {
    const auto local = rented_by(renter);
    const auto shared = roaming(renter);
    const auto give_back = [&](const std::string& id, const char* type) {
        return [&, id, type] { return renter.outcome(kAction, request(id, type)).code; };
    };
    const std::vector<std::string> one_winner{"", "NonExistent", "NonExistent"};
    BOOST_TEST(at_once({give_back(local, "LOCAL"), give_back(local, "LOCAL"),
                        give_back(local, "LOCAL")}) == one_winner,
               boost::test_tools::per_element());
    BOOST_TEST(at_once({give_back(shared, "ROAMING"), give_back(shared, "ROAMING"),
                        give_back(shared, "ROAMING")}) == one_winner,
               boost::test_tools::per_element());
    BOOST_TEST(used(renter, kQuota) == "0");
}

BOOST_AUTO_TEST_CASE(never_leaves_a_group_bound_to_nothing) {
    const auto group = [&] {
        renter.calls("CreateNodeGroup", {{"NodeGroupName", "raced"}});
        return renter.data();
    }();
    for (int round = 0; round < 5; ++round) {
        const auto id = rented_by(renter);
        at_once({[&] { return renter.outcome(kAction, request(id)).code; },
                 [&] {
                     return renter
                         .outcome("BindJoinPermissionToNodeGroup",
                                  {{"JoinPermissionId", id}, {"NodeGroupId", group}})
                         .code;
                 }});
        // Returned, or bound and still rented.
        BOOST_TEST(value_of("SELECT COUNT(*) FROM joingateexchange.lease WHERE permission_id = " +
                            id + " AND bound_group_id IS NULL") == "0");
        renter.calls("UnbindJoinPermissionFromNodeGroup",
                     {{"JoinPermissionId", id}, {"NodeGroupId", group}});
    }
}

BOOST_AUTO_TEST_SUITE_END()
