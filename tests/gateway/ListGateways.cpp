#include "tests/gateway/gateways.h"

#include <boost/test/unit_test.hpp>

namespace {

using joingate::test::Gateways;
using joingate::test::Tenant;
using joingate::test::with;

constexpr auto kAction = "ListGateways";
const Tenant::Pairs kPage{{"Offset", "0"}, {"Limit", "10"}};

/// Three gateways of different ages, of which the newest two are of the same millisecond.
struct ThreeGateways : Gateways {
    ThreeGateways() {
        born(gateway(owner, 1, {{"Name", "name_1a"}}), "10");
        born(gateway(owner, 2,
                     {{"Name", "Name_2b"}, {"City", "Suzhou"}, {"FreqBandPlanGroupId", "201"}}),
             "20");
        born(gateway(owner, 3, {{"Name", "网关_3c"}}), "20");
        gateway(owner, 4, {{"Name", "elsewhere"}, {"IotInstanceId", enterprise_id()}});
        gateway(renter, 5, {{"Name", "anothers"}});
    }

    void born(const std::string& gateway, const std::string& millis) const {
        run("UPDATE " + owner.schema() + ".gateway SET create_millis = " + millis +
            " WHERE gw_eui = '" + gateway + "'");
    }

    /// Names and count of a page, "a b (2)".
    std::string page(const Tenant::Pairs& params) {
        if (const auto code = owner.calls(kAction, with(kPage, params)); !code.empty()) return code;
        return owner.column("Name") + " (" + owner.field("TotalCount") + ")";
    }
};

} // namespace

BOOST_FIXTURE_TEST_SUITE(ListGateways, ThreeGateways)

BOOST_AUTO_TEST_CASE(shows_the_newest_first_unless_told_otherwise) {
    BOOST_TEST(page({}) == "网关_3c Name_2b name_1a (3)");
    BOOST_TEST(page({{"Ascending", "false"}}) == "网关_3c Name_2b name_1a (3)");
    BOOST_TEST(page({{"Ascending", "true"}}) == "name_1a Name_2b 网关_3c (3)");
    BOOST_TEST(page({{"SortingField", "ONLINE_STATE_CHANGED_MILLIS"}}) ==
               "网关_3c Name_2b name_1a (3)");
    BOOST_TEST(page({{"SortingField", "NAME"}}) == "InvalidParameter");
}

BOOST_AUTO_TEST_CASE(cuts_pages_and_counts_without_rows) {
    BOOST_TEST(page({{"Limit", "1"}, {"Offset", "1"}}) == "Name_2b (3)");
    BOOST_TEST(page({{"Limit", "200"}, {"Offset", "2"}}) == "name_1a (3)");
    BOOST_TEST(page({{"Limit", "0"}}) == " (3)");
    BOOST_TEST(page({{"Offset", "3"}}) == " (3)");
    BOOST_TEST(page({{"Limit", "201"}}) == "InvalidParameter");
    BOOST_TEST(page({{"Offset", "-1"}}) == "InvalidParameter");
}

BOOST_AUTO_TEST_CASE(shows_of_each_what_reading_it_shows) {
    auto reader = owner;
    BOOST_TEST(reader.calls("GetGateway", {{"GwEui", eui(3)}}) == "");
    BOOST_TEST(page({{"FuzzyName", "3c"}}) == "网关_3c (1)");
    BOOST_TEST(reader.fields().size() > 10U);
    for (const auto& name : reader.fields())
        BOOST_TEST(owner.field(0, name) == reader.field(name), name);
}

BOOST_AUTO_TEST_CASE(finds_parts_of_names_and_cities_exactly) {
    BOOST_TEST(page({{"FuzzyName", "ame_"}}) == "Name_2b name_1a (2)");
    BOOST_TEST(page({{"FuzzyName", "N"}}) == "Name_2b (1)");
    BOOST_TEST(page({{"FuzzyName", "关_"}}) == "网关_3c (1)");
    BOOST_TEST(page({{"FuzzyName", "n_me"}}) == " (0)");
    BOOST_TEST(page({{"FuzzyCity", "杭"}}) == "网关_3c name_1a (2)");
    BOOST_TEST(page({{"FuzzyCity", "zhou"}}) == "Name_2b (1)");
    BOOST_TEST(page({{"FuzzyCity", "%"}}) == " (0)");
    BOOST_TEST(page({{"FuzzyCity", ""}}) == "网关_3c Name_2b name_1a (3)");
}

BOOST_AUTO_TEST_CASE(finds_parts_of_an_eui_in_any_letter_case) {
    BOOST_TEST(page({{"FuzzyGwEui", "D896e0"}}) == "网关_3c Name_2b name_1a (3)");
    BOOST_TEST(page({{"FuzzyGwEui", eui(2).substr(8)}}) == "Name_2b (1)");
    BOOST_TEST(page({{"FuzzyGwEui", "é"}}) == " (0)");
}

BOOST_AUTO_TEST_CASE(filters_by_state_and_plan) {
    BOOST_TEST(page({{"OnlineState", "ONLINE"}}) == " (0)");
    BOOST_TEST(page({{"OnlineState", "OFFLINE"}}) == "网关_3c Name_2b name_1a (3)");
    BOOST_TEST(page({{"OnlineState", "offline"}}) == "InvalidParameter");
    BOOST_TEST(page({{"FreqBandPlanGroupId", "201"}}) == "Name_2b (1)");
    BOOST_TEST(page({{"FreqBandPlanGroupId", "102"}}) == " (0)");
    BOOST_TEST(page({{"FreqBandPlanGroupId", "7"}}) == "InvalidParameter");
    owner.calls("UpdateGatewayEnablingState", {{"GwEui", eui(2)}, {"Enabled", "false"}});
    BOOST_TEST(page({{"IsEnabled", "false"}}) == "Name_2b (1)");
    BOOST_TEST(page({{"IsEnabled", "true"}, {"FuzzyName", "_"}}) == "网关_3c name_1a (2)");
}

BOOST_AUTO_TEST_CASE(shows_each_instance_and_account_its_own) {
    BOOST_TEST(page({{"IotInstanceId", enterprise_id()}}) == "elsewhere (1)");
    BOOST_TEST(stranger.calls(kAction, kPage) == "");
    BOOST_TEST(stranger.field("TotalCount") == "0");
    BOOST_TEST(stranger.calls(kAction, with(kPage, {{"IotInstanceId", enterprise_id()}})) ==
               "NonExistent");
}

// A list is asked about its type (decision 38): it is allowed as a whole, or denied as a whole.
BOOST_AUTO_TEST_CASE(shows_also_a_gateway_whose_get_is_denied) {
    const auto policy = [](const std::string& resource) {
        return R"({"Version":"1","Statement":[{"Effect":"Allow","Action":"*","Resource":"*"},)"
               R"({"Effect":"Deny","Action":"linkwan:*","Resource":"acs:linkwan:*:*:gateway/)" +
               resource + R"("}]})";
    };
    auto user = user_of(owner, policy(eui(2)));
    BOOST_TEST(user.calls("GetGateway", {{"GwEui", eui(2)}}) == "ForbiddenByRam");
    BOOST_TEST(user.calls(kAction, kPage) == "");
    BOOST_TEST(user.column("Name") == "网关_3c Name_2b name_1a");
    BOOST_TEST(user.field("TotalCount") == "3");
    BOOST_TEST(user.calls("CountGateways") == "");
    BOOST_TEST(user.data() == "3");
    auto restricted = user_of(owner, policy("*"));
    BOOST_TEST(restricted.calls(kAction, kPage) == "ForbiddenByRam");
    BOOST_TEST(restricted.calls("CountGateways") == "ForbiddenByRam");
}

BOOST_AUTO_TEST_SUITE_END()
