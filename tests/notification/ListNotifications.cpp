#include "tests/notification/notifications.h"

#include <boost/test/unit_test.hpp>

namespace {

using joingate::test::Tenant;

constexpr auto kAction = "ListNotifications";

/// An offer at 10, another at 20, one that was withdrawn at 30: the renter's; and the owner's.
struct FourTold : joingate::test::Notifications {
    FourTold() {
        rejected_order();
        first = newest(renter);
        second = about_an_offer();
        canceled_order();
        third = newest(renter);
        for (const auto& [id, millis] : {std::pair{first, "10"},
                                         {second, "20"},
                                         {third, "30"},
                                         {std::to_string(std::stoll(third) - 1), "25"}})
            noticed_at(id, millis);
    }

    /// Times of what is found, and how many CountNotifications finds.
    std::string page(Tenant::Pairs params, const char* offset = "0", const char* limit = "10") {
        const auto counted = renter.calls("CountNotifications", params);
        const auto total = counted.empty() ? renter.data() : counted;
        params.emplace_back("Offset", offset);
        params.emplace_back("Limit", limit);
        const auto listed = renter.calls(kAction, params);
        BOOST_TEST(listed == counted);
        if (!listed.empty()) return listed;
        BOOST_TEST(renter.field("TotalCount") == total);
        return renter.column("NoticeMillis") + " (" + total + ")";
    }

    std::string first;
    std::string second;
    std::string third;
};

} // namespace

BOOST_FIXTURE_TEST_SUITE(ListNotifications, FourTold)

BOOST_AUTO_TEST_CASE(shows_the_newest_first) {
    BOOST_TEST(page({}) == "30 25 20 10 (4)");
    BOOST_TEST(page({}, "1", "2") == "25 20 (4)");
    BOOST_TEST(page({}, "4") == " (4)");
    BOOST_TEST(page({}, "0", "0") == " (4)");
    BOOST_TEST(renter.calls(kAction, {{"Offset", "0"},
                                      {"Limit", "10"},
                                      {"SortingField", "NOTICE_MILLIS"},
                                      {"Ascending", "true"}}) == "");
    BOOST_TEST(renter.column("NoticeMillis") == "10 20 25 30");
    BOOST_TEST(renter.calls(kAction, {{"Offset", "0"}, {"Limit", "201"}}) == "InvalidParameter");
}

BOOST_AUTO_TEST_CASE(shows_the_order_as_it_is_now) {
    page({});
    BOOST_TEST(renter.column("Category") ==
               "JOIN_PERMISSION_AUTH_CANCELED JOIN_PERMISSION_AUTH_APPLYING "
               "JOIN_PERMISSION_AUTH_APPLYING JOIN_PERMISSION_AUTH_APPLYING");
    BOOST_TEST(renter.column("HandleState") == "UNHANDLED UNHANDLED UNHANDLED UNHANDLED");
    BOOST_TEST(renter.field(0, "HandledMillis") == "absent");
    BOOST_TEST(renter.field(0, "GatewayOfflineInfo") == "absent");
    renter.calls(kAction, {{"Offset", "1"}, {"Limit", "1"}});
    const auto info = line(renter.field(0, "JoinPermissionAuthInfo"));
    for (const auto* part : {R"("OrderState":"CANCELED")", R"("CanceledMillis":)",
                             R"("OwnerAliyunId":"owner")", R"("RenterAliyunId":"renter")",
                             R"("JoinEui":"d896e0efff000000")", R"("JoinPermissionName":"perm)"})
        BOOST_TEST((info.find(part) != std::string::npos), part << " in " << info);
    BOOST_TEST(info.find("RejectedMillis") == std::string::npos);
}

BOOST_AUTO_TEST_CASE(filters_by_categories) {
    imported(renter, "GATEWAY_OFFLINE");
    BOOST_TEST(page({{"Category.1", "JOIN_PERMISSION_AUTH_CANCELED"}}) == "30 (1)");
    BOOST_TEST(page({{"Category.0", "JOIN_PERMISSION_AUTH_CANCELED"},
                     {"Category.1", "GATEWAY_OFFLINE"}}) == "30 5 (2)");
    BOOST_TEST(page({{"Category.1", "JOIN_PERMISSION_AUTH_APPLYING"},
                     {"Category.2", "JOIN_PERMISSION_AUTH_APPLYING"}}) == "25 20 10 (3)");
    BOOST_TEST(page({{"Category.1", "GATEWAY_DATAFLOW_LIMIT"}}) == " (0)");
    BOOST_TEST(page({{"Category.1", "JOIN_PERMISSION_AUTH_CANCELED"}, {"Category.2", "ALARM"}}) ==
               "InvalidParameter");
    BOOST_TEST(page({{"Category.1", "GATEWAY_OFFLINE,JOIN_PERMISSION_AUTH_CANCELED"}}) ==
               "InvalidParameter");
}

BOOST_AUTO_TEST_CASE(filters_by_state) {
    BOOST_TEST(renter.calls("UpdateNotificationsHandleState",
                            {{"TargetHandleState", "HANDLED"}, {"NotificationId.1", second}}) ==
               "");
    BOOST_TEST(page({{"HandleState", "HANDLED"}}) == "20 (1)");
    BOOST_TEST(page({{"HandleState", "UNHANDLED"}}) == "30 25 10 (3)");
    BOOST_TEST(page({{"HandleState", "HANDLED"},
                     {"Category.1", "JOIN_PERMISSION_AUTH_CANCELED"}}) == " (0)");
    BOOST_TEST(page({{"HandleState", "handled"}}) == "InvalidParameter");
}

BOOST_AUTO_TEST_CASE(filters_by_a_period_with_both_its_ends) {
    BOOST_TEST(page({{"BeginMillis", "20"}, {"EndMillis", "25"}}) == "25 20 (2)");
    BOOST_TEST(page({{"BeginMillis", "21"}}) == "30 25 (2)");
    BOOST_TEST(page({{"EndMillis", "19"}}) == "10 (1)");
    BOOST_TEST(page({{"BeginMillis", "25"}, {"EndMillis", "20"}}) == " (0)");
    BOOST_TEST(page({{"BeginMillis", "soon"}}) == "InvalidParameter");
}

BOOST_AUTO_TEST_CASE(shows_what_an_operator_imports) {
    imported(renter, "GATEWAY_OFFLINE");
    page({{"Category.1", "GATEWAY_OFFLINE"}});
    BOOST_TEST(line(renter.field(0, "GatewayOfflineInfo")) ==
               R"({"GwEui":"00000000000000aa","OfflineMillis":4})");
    BOOST_TEST(renter.field(0, "JoinPermissionAuthInfo") == "absent");
    imported(renter, "GATEWAY_DATAFLOW_LIMIT");
    page({{"Category.1", "GATEWAY_DATAFLOW_LIMIT"}});
    BOOST_TEST(line(renter.field(0, "GatewayDataflowLimit")) ==
               R"({"AlarmDetail":"满","DataflowLimitMillis":4,"GwEui":"00000000000000aa"})");
    BOOST_TEST(renter.calls(kAction, {{"Offset", "0"},
                                      {"Limit", "1"},
                                      {"Category.1", "GATEWAY_DATAFLOW_LIMIT"},
                                      {"Version", "2018-12-30"}}) == "");
    BOOST_TEST(renter.field(0, "Category") == "GATEWAY_DATAFLOW_LIMIT");
    BOOST_TEST(renter.field(0, "GatewayDataflowLimit") == "absent");
}

BOOST_AUTO_TEST_CASE(shows_each_account_its_own_of_all_instances) {
    BOOST_TEST(owner.calls(kAction, {{"Offset", "0"}, {"Limit", "10"}}) == "");
    BOOST_TEST(owner.column("Category") == "JOIN_PERMISSION_AUTH_REJECTED");
    BOOST_TEST(stranger.calls(kAction, {{"Offset", "0"}, {"Limit", "10"}}) == "");
    BOOST_TEST(stranger.field("TotalCount") == "0");
    const auto id = permission("elsewhere", {{"IotInstanceId", enterprise_id()}});
    BOOST_TEST(submit(owner, id, "renter") == "");
    BOOST_TEST(answer(renter, "AcceptJoinPermissionAuthOrder", owner.data()) == "");
    BOOST_TEST(owner.calls("CountNotifications") == "");
    BOOST_TEST(owner.data() == "2");
}

BOOST_AUTO_TEST_SUITE_END()
