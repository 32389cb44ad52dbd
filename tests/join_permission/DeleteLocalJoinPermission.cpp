#include "tests/support/two_tenants.h"

#include <boost/test/unit_test.hpp>

namespace {

using joingate::test::at_once;
using joingate::test::Tenant;

constexpr auto kAction = "DeleteLocalJoinPermission";
const std::string kQuota = "LOCAL_JOIN_PERMISSION";

Tenant::Pairs request(const std::string& id) {
    return {{"JoinPermissionId", id}};
}

} // namespace

BOOST_FIXTURE_TEST_SUITE(DeleteLocalJoinPermission, joingate::test::TwoTenants)

BOOST_AUTO_TEST_CASE(removes_a_new_permission_and_frees_its_slot_and_name) {
    limit(owner, kQuota, 1);
    const auto id = permission("freed");
    BOOST_TEST(owner.calls(kAction, request(id)) == "");
    BOOST_TEST(owner.calls("GetOwnedJoinPermission", request(id)) == "NonExistent");
    BOOST_TEST(stranger.calls("GetOwnedJoinPermission", request(id)) == "NonExistent");
    BOOST_TEST(used(owner, kQuota) == "0");
    BOOST_TEST(value_of("SELECT COUNT(*) FROM joingateexchange.resource") == "0");
    BOOST_TEST(permission("freed") != id);
}

BOOST_AUTO_TEST_CASE(is_refused_unless_the_permission_is_new) {
    for (const auto& id : {offered_to(renter), rented_by(renter), rented_by(owner)})
        BOOST_TEST(owner.calls(kAction, request(id)) == "JoinPermissionAlreadyAuthorized");
    BOOST_TEST(used(owner, kQuota) == "3");
    BOOST_TEST(value_of("SELECT COUNT(*) FROM " + owner.schema() + ".join_permission") == "3");
    BOOST_TEST(value_of("SELECT COUNT(*) FROM joingateexchange.resource") == "3");
}

BOOST_AUTO_TEST_CASE(works_again_after_the_return) {
    const auto id = rented_by(renter);
    BOOST_TEST(renter.calls("ReturnJoinPermission",
                            {{"JoinPermissionId", id}, {"JoinPermissionType", "LOCAL"}}) == "");
    BOOST_TEST(owner.calls(kAction, request(id)) == "");
}

BOOST_AUTO_TEST_CASE(shows_a_stranger_no_permission_at_all) {
    const auto id = rented_by(renter);
    BOOST_TEST(stranger.calls(kAction, request(id)) == "NonExistent");
    BOOST_TEST(renter.calls(kAction, request(id)) == "NonExistent");
    BOOST_TEST(value_of("SELECT COUNT(*) FROM " + owner.schema() + ".join_permission") == "1");
}

BOOST_AUTO_TEST_CASE(leaves_a_roaming_permission_alone) {
    BOOST_TEST(owner.calls(kAction, request(roaming(owner))) == "NonExistent");
}

BOOST_AUTO_TEST_CASE(is_done_by_one_of_many_callers) {
    const auto id = permission();
    permission();
    const auto remove = [&] { return owner.outcome(kAction, request(id)).code; };
    BOOST_TEST(at_once({remove, remove, remove}) ==
                   (std::vector<std::string>{"", "NonExistent", "NonExistent"}),
               boost::test_tools::per_element());
    BOOST_TEST(used(owner, kQuota) == "1");
}

BOOST_AUTO_TEST_CASE(is_done_by_all_of_many_callers_for_one_permission_each) {
    constexpr int kCallers = 12;
    std::vector<std::function<std::string()>> callers;
    for (int i = 0; i < kCallers; ++i)
        callers.emplace_back(
            [&, id = permission()] { return owner.outcome(kAction, request(id)).code; });
    BOOST_TEST(at_once(callers) == std::vector<std::string>(kCallers),
               boost::test_tools::per_element());
    BOOST_TEST(used(owner, kQuota) == "0");
}

BOOST_AUTO_TEST_CASE(never_leaves_an_offer_of_nothing) {
    for (int round = 0; round < 5; ++round) {
        const auto id = permission();
        at_once({[&] { return owner.outcome(kAction, request(id)).code; },
                 [&] {
                     return owner
                         .outcome("SubmitJoinPermissionAuthOrder",
                                  {{"JoinPermissionId", id}, {"RenterAliyunId", renter.name()}})
                         .code;
                 }});
        BOOST_TEST(value_of("SELECT (SELECT COUNT(*) FROM " + owner.schema() +
                            ".join_permission WHERE permission_id = " + id +
                            ") = (SELECT COUNT(*) FROM joingateexchange.lease WHERE "
                            "permission_id = " +
                            id + ")") == "1");
    }
}

BOOST_AUTO_TEST_SUITE_END()
