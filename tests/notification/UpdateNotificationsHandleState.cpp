#include "tests/notification/notifications.h"
#include "tests/support/test_database.h"

#include <boost/test/unit_test.hpp>

#include <algorithm>

namespace {

using joingate::test::at_once;
using joingate::test::Notifications;
using joingate::test::Tenant;
using joingate::test::TestDatabase;
using Ids = std::vector<std::string>;

constexpr auto kAction = "UpdateNotificationsHandleState";

Tenant::Pairs request(const std::string& state, const Ids& ids, std::size_t first = 1) {
    Tenant::Pairs params{{"TargetHandleState", state}};
    for (const auto& id : ids)
        params.emplace_back("NotificationId." + std::to_string(first++), id);
    return params;
}

std::string handled_count() {
    return Notifications::value_of("SELECT COUNT(*) FROM joingateexchange.notification "
                                   "WHERE handle_state = 'HANDLED'");
}

} // namespace

BOOST_FIXTURE_TEST_SUITE(UpdateNotificationsHandleState, Notifications)

BOOST_AUTO_TEST_CASE(sets_the_state_and_its_time) {
    const auto first = about_an_offer();
    const auto second = about_an_offer();
    const auto third = about_an_offer();
    BOOST_TEST(renter.calls(kAction, request("HANDLED", {second, first}, 0)) == "");
    for (const auto& id : {first, second}) {
        BOOST_TEST(renter.calls("GetNotification", {{"NotificationId", id}}) == "");
        BOOST_TEST(renter.field("HandleState") == "HANDLED");
        BOOST_TEST(renter.field("HandledMillis") >= renter.field("NoticeMillis"));
    }
    BOOST_TEST(column_of(third, "handle_state") == "UNHANDLED");

    BOOST_TEST(renter.calls(kAction, request("UNHANDLED", {first})) == "");
    BOOST_TEST(column_of(first, "handle_state") == "UNHANDLED");
    BOOST_TEST(column_of(first, "handled_millis") == "NULL");
    BOOST_TEST(column_of(second, "handle_state") == "HANDLED");
}

BOOST_AUTO_TEST_CASE(keeps_the_time_of_what_is_handled_already) {
    const auto id = about_an_offer();
    BOOST_TEST(renter.calls(kAction, request("HANDLED", {id})) == "");
    run("UPDATE joingateexchange.notification SET handled_millis = 7");
    BOOST_TEST(renter.calls(kAction, request("HANDLED", {id, about_an_offer(), id})) == "");
    BOOST_TEST(column_of(id, "CONCAT_WS(' ', handled_millis, version)") == "7 2");
    BOOST_TEST(handled_count() == "2");
}

BOOST_AUTO_TEST_CASE(changes_all_or_none) {
    const auto mine = about_an_offer();
    rejected_order();
    const auto foreign = newest(owner);
    const std::string none = "9223372036854775807";
    BOOST_TEST(renter.calls(kAction, request("HANDLED", {mine, none})) == "NonExistent");
    BOOST_TEST(renter.calls(kAction, request("HANDLED", {mine, "x"})) == "NonExistent");
    BOOST_TEST(renter.calls(kAction, request("HANDLED", {mine, foreign})) == "NotResourceOwner");
    BOOST_TEST(stranger.calls(kAction, request("HANDLED", {mine})) == "NotResourceOwner");
    BOOST_TEST(handled_count() == "0");
}

BOOST_AUTO_TEST_CASE(takes_up_to_a_hundred) {
    const auto first = about_an_offer();
    run("INSERT INTO joingateexchange.notification (receiver_account, category, notice_millis, "
        "order_id) SELECT receiver_account, category, notice_millis, order_id FROM "
        "joingateexchange.notification JOIN " +
        TestDatabase::numbers_to(100));
    Ids ids;
    for (int i = 0; i < 101; ++i)
        ids.push_back(value_of("SELECT notification_id FROM joingateexchange.notification "
                               "ORDER BY notification_id LIMIT 1 OFFSET " +
                               std::to_string(i)));
    BOOST_TEST(renter.calls(kAction, request("HANDLED", ids)) == "InvalidParameter");
    ids.pop_back();
    BOOST_TEST(renter.calls(kAction, request("HANDLED", ids)) == "");
    BOOST_TEST(handled_count() == "100");
    BOOST_TEST(first == ids.front());
}

BOOST_AUTO_TEST_CASE(needs_ids_and_a_state) {
    const auto id = about_an_offer();
    BOOST_TEST(renter.calls(kAction, request("HANDLED", {})) == "MissingParameter");
    BOOST_TEST(renter.calls(kAction, request("", {id})) == "MissingParameter");
    BOOST_TEST(renter.calls(kAction, request("DONE", {id})) == "InvalidParameter");
}

BOOST_AUTO_TEST_CASE(asks_the_policies_about_each) {
    const auto first = about_an_offer();
    const auto second = about_an_offer();
    const auto user = user_of(renter, R"({"Version":"1","Statement":[{"Effect":"Allow","Action":)"
                                      R"("linkwan:UpdateNotificationsHandleState","Resource":)"
                                      R"("acs:linkwan:*:*:event/)" +
                                          first + R"("}]})");
    BOOST_TEST(user.outcome(kAction, request("HANDLED", {first})).code == "");
    BOOST_TEST(user.outcome(kAction, request("UNHANDLED", {first, second})).code ==
               "ForbiddenByRam");
    BOOST_TEST(handled_count() == "1");
}

BOOST_AUTO_TEST_CASE(lets_two_callers_name_the_same_in_opposite_orders) {
    Ids ids;
    for (int i = 0; i < 20; ++i)
        ids.push_back(about_an_offer());
    auto reversed = ids;
    std::reverse(reversed.begin(), reversed.end());
    const auto before = TestDatabase::instance().deadlocks(); // callers see none
    for (int round = 0; round < 5; ++round) {
        const auto set = [&](const char* state, const Ids& of) {
            return [&, state] { return renter.outcome(kAction, request(state, of)).code; };
        };
        BOOST_TEST(at_once({set("HANDLED", ids), set("UNHANDLED", reversed)}).back() == "");
        const auto handled = handled_count();
        BOOST_TEST((handled == "0" || handled == "20"), handled);
    }
    BOOST_TEST(TestDatabase::instance().deadlocks() == before);
}

BOOST_AUTO_TEST_SUITE_END()
