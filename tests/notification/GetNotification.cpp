#include "tests/notification/notifications.h"

#include <boost/test/unit_test.hpp>

namespace {

using joingate::test::Notifications;
using joingate::test::Tenant;

std::string get(Tenant& who, const std::string& id) {
    return who.calls("GetNotification", {{"NotificationId", id}});
}

} // namespace

BOOST_FIXTURE_TEST_SUITE(GetNotification, Notifications)

BOOST_AUTO_TEST_CASE(reads_what_was_told_of_an_order) {
    const auto id = about_an_offer();
    const auto order = owner.data();
    BOOST_TEST(get(renter, id) == "");
    BOOST_TEST(renter.field("NotificationId") == id);
    BOOST_TEST(renter.field("Category") == "JOIN_PERMISSION_AUTH_APPLYING");
    BOOST_TEST(renter.field("HandleState") == "UNHANDLED");
    BOOST_TEST(renter.field("NoticeMillis") ==
               value_of("SELECT applying_millis FROM joingateexchange.auth_order"));
    BOOST_TEST(renter.field("HandledMillis") == "absent");
    const auto info = line(renter.field("JoinPermissionAuthInfo"));
    BOOST_TEST((info.find(R"("OrderId":")" + order + '"') != std::string::npos), info);
    BOOST_TEST((info.find(R"("OrderState":"APPLYING")") != std::string::npos), info);
}

BOOST_AUTO_TEST_CASE(still_knows_a_permission_that_is_gone) {
    const auto id = about_an_offer();
    BOOST_TEST(answer(owner, "CancelJoinPermissionAuthOrder", owner.data()) == "");
    BOOST_TEST(owner.calls("DeleteLocalJoinPermission",
                           {{"JoinPermissionId", permission_of_order()}}) == "");
    BOOST_TEST(get(renter, id) == "");
    const auto info = line(renter.field("JoinPermissionAuthInfo"));
    BOOST_TEST((info.find(R"("OrderState":"CANCELED")") != std::string::npos), info);
    BOOST_TEST((info.find(R"("JoinPermissionName":"permission_1")") != std::string::npos), info);
}

BOOST_AUTO_TEST_CASE(reads_what_was_told_of_a_gateway) {
    BOOST_TEST(get(renter, imported(renter, "GATEWAY_OFFLINE")) == "");
    BOOST_TEST(line(renter.field("GatewayOfflineInfo")) ==
               R"({"GwEui":"00000000000000aa","OfflineMillis":4})");
    // Its page has no such field, unlike that of ListNotifications.
    BOOST_TEST(get(renter, imported(renter, "GATEWAY_DATAFLOW_LIMIT")) == "");
    BOOST_TEST(renter.field("Category") == "GATEWAY_DATAFLOW_LIMIT");
    BOOST_TEST(renter.field("GatewayDataflowLimit") == "absent");
}

BOOST_AUTO_TEST_CASE(tells_a_foreign_notification_from_none) {
    const auto id = about_an_offer();
    BOOST_TEST(get(owner, id) == "NotResourceOwner");
    BOOST_TEST(get(stranger, id) == "NotResourceOwner");
    BOOST_TEST(get(renter, "9223372036854775807") == "NonExistent");
    BOOST_TEST(get(renter, "0" + id) == "NonExistent");
    BOOST_TEST(get(renter, "x") == "NonExistent");
}

BOOST_AUTO_TEST_SUITE_END()
