#include "sql/statements.h"
#include "tests/notification/notifications.h"
#include "tests/support/test_database.h"

#include <boost/test/unit_test.hpp>

#include <limits>

using joingate::test::at_once;
using joingate::test::Notifications;
using joingate::test::Tenant;
using joingate::test::TestDatabase;

namespace {

namespace db = joingate::db;
namespace statement = joingate::statement;

} // namespace

BOOST_FIXTURE_TEST_SUITE(notify, Notifications)

BOOST_AUTO_TEST_CASE(tells_the_other_party_of_each_change_of_an_order) {
    accepted_order();
    BOOST_TEST(told() == "renter:APPLYING owner:ACCEPTED");
    rejected_order();
    canceled_order();
    BOOST_TEST(told() == "renter:APPLYING owner:ACCEPTED renter:APPLYING owner:REJECTED "
                         "renter:APPLYING renter:CANCELED");
}

BOOST_AUTO_TEST_CASE(keeps_the_permission_as_it_was_called_then) {
    const auto id = permission("first_name");
    BOOST_TEST(submit(owner, id, "renter") == "");
    const auto first = newest(renter);
    BOOST_TEST(answer(renter, "RejectJoinPermissionAuthOrder", owner.data()) == "");
    BOOST_TEST(column_of(newest(owner), "permission_name") == "first_name");
    BOOST_TEST(owner.calls("UpdateOwnedLocalJoinPermission", {{"JoinPermissionId", id},
                                                              {"JoinPermissionName", "other_name"},
                                                              {"JoinEui", "00000000000000ab"}}) ==
               "");
    BOOST_TEST(submit(owner, id, "renter") == "");
    BOOST_TEST(column_of(first, "CONCAT_WS(' ', permission_name, join_eui)") ==
               "first_name d896e0efff000000");
    BOOST_TEST(column_of(newest(renter), "CONCAT_WS(' ', permission_name, join_eui)") ==
               "other_name 00000000000000ab");
}

BOOST_AUTO_TEST_CASE(tells_nobody_what_he_granted_himself) {
    own_order();
    BOOST_TEST(told() == "");
}

BOOST_AUTO_TEST_CASE(tells_nobody_of_a_refused_change) {
    const auto order = accepted_order();
    const auto before = told();
    for (auto* party : {&owner, &renter, &stranger})
        for (const auto* action : {"AcceptJoinPermissionAuthOrder", "RejectJoinPermissionAuthOrder",
                                   "CancelJoinPermissionAuthOrder"})
            BOOST_TEST(answer(*party, action, order) != "");
    BOOST_TEST(submit(owner, permission_of_order(), "stranger") ==
               "JoinPermissionAlreadyAuthorized");
    BOOST_TEST(submit(owner, permission(), "nobody") == "RenterDoesNotExist");
    BOOST_TEST(told() == before);
}

BOOST_AUTO_TEST_CASE(is_undone_with_a_change_that_fails) {
    const auto order = open_order();
    // Order and lease contradict each other: the last statement finds nothing to change.
    run("UPDATE joingateexchange.lease SET lease_state = 'ACCEPTED'");
    BOOST_TEST(answer(renter, "RejectJoinPermissionAuthOrder", order) == "InternalError");
    BOOST_TEST(told() == "renter:APPLYING");
    BOOST_TEST(order_state(order) == "APPLYING");
}

BOOST_AUTO_TEST_CASE(says_what_the_winner_of_a_race_did) {
    for (int round = 0; round < 10; ++round) {
        empty();
        const auto order = open_order();
        const auto act = [&](const auto& party, const char* action) {
            return [&, action] { return party.outcome(action, {{"OrderId", order}}).code; };
        };
        BOOST_TEST(at_once({act(renter, "AcceptJoinPermissionAuthOrder"),
                            act(renter, "RejectJoinPermissionAuthOrder"),
                            act(owner, "CancelJoinPermissionAuthOrder")})
                       .front() == "");
        const auto state = order_state(order);
        BOOST_TEST(told() == "renter:APPLYING " +
                                 std::string{state == "CANCELED" ? "renter:" : "owner:"} + state);
    }
}

BOOST_AUTO_TEST_CASE(follows_offers_and_withdrawals_that_meet) {
    for (int round = 0; round < 10; ++round) {
        empty();
        const auto order = open_order();
        const auto id = permission_of_order();
        const auto codes = at_once(
            {[&] {
                 return owner.outcome("CancelJoinPermissionAuthOrder", {{"OrderId", order}}).code;
             },
             [&] {
                 return owner
                     .outcome("SubmitJoinPermissionAuthOrder",
                              {{"JoinPermissionId", id}, {"RenterAliyunId", "stranger"}})
                     .code;
             }});
        BOOST_TEST(codes.front() == "");
        // Offered again only once it was withdrawn.
        const std::string offered = codes.back().empty() ? " stranger:APPLYING" : "";
        BOOST_TEST(told() == "renter:APPLYING renter:CANCELED" + offered);
    }
}

BOOST_AUTO_TEST_CASE(meets_a_change_of_the_terms_without_a_deadlock) {
    const auto before = TestDatabase::instance().deadlocks(); // callers see none
    for (int round = 0; round < 20; ++round) {
        const auto order = open_order();
        const Tenant::Pairs switched_off{{"JoinPermissionId", permission_of_order()},
                                         {"Enabled", "false"}};
        BOOST_TEST(
            at_once({[&] {
                         return owner.outcome("CancelJoinPermissionAuthOrder", {{"OrderId", order}})
                             .code;
                     },
                     [&] {
                         return owner
                             .outcome("UpdateOwnedLocalJoinPermissionEnablingState", switched_off)
                             .code;
                     }})
                .back() == "");
    }
    BOOST_TEST(TestDatabase::instance().deadlocks() == before);
}

BOOST_AUTO_TEST_CASE(keeps_no_other_account_waiting) {
    BOOST_TEST(submit(owner, permission(), "stranger") == "");
    const auto held = std::stoll(newest(stranger));
    db::Database other{TestDatabase::instance().worker()};
    const auto scope = TestDatabase::scope(stranger.schema(), "stranger");
    const auto deadline = db::Deadline::after(std::chrono::seconds{30});
    other.change(scope, deadline, [&](db::Session& session) {
        // What a call does that names an unknown notification, and one that names a known one.
        session.row(statement::notification_of_anybody,
                    {{"notification", std::numeric_limits<std::int64_t>::max()}});
        BOOST_TEST(
            session.change(statement::handle_notification, {{"notification", std::int64_t{held}},
                                                            {"handle_state", "HANDLED"}}) == 1U);
        BOOST_TEST(submit(owner, permission(), "renter") == "");
        BOOST_TEST(answer(renter, "AcceptJoinPermissionAuthOrder", owner.data()) == "");
    });
    BOOST_TEST(told() == "stranger:APPLYING renter:APPLYING owner:ACCEPTED");
}

BOOST_AUTO_TEST_SUITE_END()
