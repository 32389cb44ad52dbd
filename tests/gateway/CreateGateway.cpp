#include "tests/gateway/gateways.h"

#include <boost/test/unit_test.hpp>

namespace {

using joingate::test::at_once;
using joingate::test::Gateways;

constexpr auto kAction = "CreateGateway";
const std::string kQuota = "GATEWAY";

} // namespace

BOOST_FIXTURE_TEST_SUITE(CreateGateway, Gateways)

BOOST_AUTO_TEST_CASE(takes_a_registered_gateway) {
    const auto taken = registered();
    BOOST_TEST(owner.calls(kAction, request(taken, {{"Name", "网关_1"},
                                                    {"Description", "On the roof."}})) == "");
    BOOST_TEST(owner.calls("GetGateway", {{"GwEui", taken}}) == "");
    for (const auto& [name, value] :
         request(taken, {{"Name", "网关_1"}, {"Description", "On the roof."}}))
        if (name != "PinCode") BOOST_TEST(owner.field(name) == value);
    BOOST_TEST(owner.field("Enabled") == "true");
    BOOST_TEST(value_of("SELECT CONCAT_WS(' ', gw_eui, account) FROM "
                        "joingateexchange.gateway_claim") == taken + " owner");
    BOOST_TEST(used(owner, kQuota) == "1");
}

BOOST_AUTO_TEST_CASE(takes_an_eui_in_either_letter_case_and_the_documented_spelling) {
    registered();
    BOOST_TEST(owner.calls(kAction,
                           request("D896E0FE00000001", {{"GisCoordinateSystem", "GCJ-02"}})) == "");
    BOOST_TEST(column(owner, "CONCAT_WS(' ', gw_eui, gis_coordinate_system)") == eui() + " GCJ_02");
}

BOOST_AUTO_TEST_CASE(keeps_a_place_as_it_was_sent) {
    const auto kept = [&](int number, const std::string& longitude) {
        const auto taken = gateway(owner, number, {{"Longitude", longitude}});
        owner.calls("GetGateway", {{"GwEui", taken}});
        return owner.field("Longitude");
    };
    BOOST_TEST(kept(1, "-180") == "-180");
    BOOST_TEST(kept(2, "180.0") == "180");
    BOOST_TEST(kept(3, "100") == "100");
    BOOST_TEST(kept(4, "0.5") == "0.5");
    BOOST_TEST(kept(5, "-121.472644123456") == "-121.472644123456");
    BOOST_TEST(kept(6, "1.5e1") == "15");
    // More digits than the column keeps.
    BOOST_TEST(kept(7, "0.12345678901234567") == "0.123456789012346");
    BOOST_TEST(kept(8, "5e-324") == "0");
}

BOOST_AUTO_TEST_CASE(is_refused_for_a_gateway_that_nobody_registered) {
    BOOST_TEST(owner.calls(kAction, request(eui())) == "IotHubTripleMissing");
    BOOST_TEST(claims() == "0");
}

BOOST_AUTO_TEST_CASE(is_refused_for_a_gateway_that_was_abandoned) {
    BOOST_TEST(owner.calls(kAction, request(registered(1, "ABANDONED"))) ==
               "GatewayTupleAlreadyAbandoned");
    BOOST_TEST(used(owner, kQuota) == "0");
}

BOOST_AUTO_TEST_CASE(tells_who_has_not_its_pin_nothing_about_a_gateway) {
    const auto without_pin = [&](const std::string& gateway) {
        return stranger.calls(kAction, request(gateway, {{"PinCode", "654321"}}));
    };
    BOOST_TEST(without_pin(gateway(owner)) == "InvalidPinCode");
    BOOST_TEST(without_pin(registered(2, "ABANDONED")) == "InvalidPinCode");
    BOOST_TEST(stranger.calls(kAction, request(eui(), {{"PinCode", "no pin"}})) ==
               "InvalidParameter");
}

BOOST_AUTO_TEST_CASE(is_blocked_after_five_wrong_pins) {
    const auto taken = registered();
    for (int i = 0; i < 5; ++i)
        BOOST_TEST(
            owner.calls(kAction, request(taken, {{"PinCode", "00000" + std::to_string(i)}})) ==
            "InvalidPinCode");
    BOOST_TEST(owner.calls(kAction, request(taken)) == "TooManyPinCodeVerificationFailures");
    BOOST_TEST(renter.calls(kAction, request(taken)) == "");
}

BOOST_AUTO_TEST_CASE(tells_whose_a_gateway_is_that_somebody_has) {
    const auto taken = gateway(owner);
    BOOST_TEST(owner.calls(kAction, request(taken)) == "GwEuiDuplicated");
    BOOST_TEST(owner.calls(kAction, request(taken, {{"IotInstanceId", enterprise_id()}})) ==
               "GwEuiDuplicated");
    BOOST_TEST(stranger.calls(kAction, request(taken)) == "GatewayAlreadyBoundToOthers");
    BOOST_TEST(claims() == "1");
}

BOOST_AUTO_TEST_CASE(checks_the_owner_then_values_then_duplicates_then_the_quota) {
    const auto taken = gateway(owner);
    limit(owner, kQuota, 1);
    const auto no_name = [](const std::string& gateway) {
        return request(gateway, {{"Name", "no"}, {"FreqBandPlanGroupId", "7"}});
    };
    const auto no_band = [](const std::string& gateway) {
        return request(gateway, {{"FreqBandPlanGroupId", "7"}});
    };
    BOOST_TEST(stranger.calls(kAction, no_name(taken)) == "GatewayAlreadyBoundToOthers");
    BOOST_TEST(owner.calls(kAction, no_name(registered(2, "ABANDONED"))) ==
               "GatewayTupleAlreadyAbandoned");
    BOOST_TEST(owner.calls(kAction, no_name(taken)) == "InvalidName");
    BOOST_TEST(owner.calls(kAction, no_band(taken)) == "InvalidFreqBandPlan");
    BOOST_TEST(owner.calls(kAction, request(taken)) == "GwEuiDuplicated");
    BOOST_TEST(owner.calls(kAction, request(registered(3))) == "ExceedGatewayLimit");
    BOOST_TEST(claims() == "1");
    BOOST_TEST(column(owner, "COUNT(*)") == "1");
    BOOST_TEST(used(owner, kQuota) == "1");
}

BOOST_AUTO_TEST_CASE(counts_a_han_character_twice_and_takes_no_underscore_first) {
    const auto taken = registered();
    for (const auto* name : {"_name", "abc", "一二三四五六七八九十一二三四五六", "na-me"})
        BOOST_TEST(owner.calls(kAction, request(taken, {{"Name", name}})) == "InvalidName", name);
    BOOST_TEST(owner.calls(kAction, request(taken, {{"Name", "一二三四五六七八九十一二三四五"}})) ==
               "");
}

BOOST_AUTO_TEST_CASE(refuses_what_is_not_lexically_right) {
    const auto taken = registered();
    const auto with_value = [&](const std::string& name, const std::string& value) {
        return owner.calls(kAction, request(taken, {{name, value}}));
    };
    BOOST_TEST(with_value("Longitude", "180.0001") == "InvalidParameter");
    BOOST_TEST(with_value("Longitude", "nan") == "InvalidParameter");
    BOOST_TEST(with_value("Latitude", "-90.5") == "InvalidParameter");
    BOOST_TEST(with_value("Description", std::string(101, 'a')) == "InvalidParameter");
    BOOST_TEST(with_value("City", std::string(101, 'a')) == "InvalidParameter");
    BOOST_TEST(with_value("Address", std::string(256, 'a')) == "InvalidParameter");
    BOOST_TEST(with_value("CommunicationMode", "full_duplex") == "InvalidParameter");
    BOOST_TEST(with_value("AddressCode", "12a") == "InvalidParameter");
    BOOST_TEST(with_value("GwEui", "d896e0fe0000000") == "InvalidParameter");
    BOOST_TEST(with_value("PinCode", "") == "MissingParameter");
    BOOST_TEST(claims() == "0");
}

BOOST_AUTO_TEST_CASE(keeps_texts_up_to_their_full_length) {
    std::string han;
    for (int i = 0; i < 100; ++i)
        han += "\U00020000";
    gateway(owner, 1, {{"Description", han}, {"City", han}, {"District", han}});
    BOOST_TEST(column(owner, "description") == han);
}

BOOST_AUTO_TEST_CASE(works_in_the_instance_that_is_named) {
    const auto taken = registered();
    BOOST_TEST(owner.calls(kAction, request(taken, {{"IotInstanceId", enterprise_id()}})) == "");
    BOOST_TEST(value_of("SELECT gw_eui FROM " + enterprise_schema() + ".gateway") == taken);
    BOOST_TEST(value_of("SELECT i.iot_instance_id FROM joingateexchange.gateway_claim AS c JOIN "
                        "joingate.instance AS i ON i.instance = c.instance") == enterprise_id());
}

BOOST_AUTO_TEST_CASE(calls_an_instance_that_is_not_the_callers_invalid) {
    const auto taken = registered();
    for (const auto& id : {owner.instance_id(), std::string{"iot-nowhere"}})
        BOOST_TEST(stranger.calls(kAction, request(taken, {{"IotInstanceId", id}})) ==
                   "GatewayInstanceInvalid");
    // The older version knows no instances.
    BOOST_TEST(stranger.calls(kAction, request(taken, {{"Version", "2018-12-30"},
                                                       {"IotInstanceId", owner.instance_id()}})) ==
               "");
}

BOOST_AUTO_TEST_CASE(works_in_no_instance_where_the_account_has_none) {
    const auto nobody = homeless();
    const auto create = [&](const std::string& version) {
        return nobody.outcome(kAction, request(eui(), {{"Version", version}})).code;
    };
    BOOST_TEST(create("2018-12-30") == "NonExistent");
    BOOST_TEST(create("2019-03-01") == "GatewayInstanceInvalid");
}

BOOST_AUTO_TEST_CASE(gives_one_gateway_to_one_of_many_accounts) {
    for (int round = 1; round <= 5; ++round) {
        const auto taken = registered(round);
        const auto by = [&](const joingate::test::Tenant& account) {
            return [&] { return account.outcome(kAction, request(taken)).code; };
        };
        BOOST_TEST(at_once({by(owner), by(renter), by(stranger)}) ==
                       (std::vector<std::string>{"", "GatewayAlreadyBoundToOthers",
                                                 "GatewayAlreadyBoundToOthers"}),
                   boost::test_tools::per_element());
    }
    BOOST_TEST(claims() == "5");
    BOOST_TEST(value_of("SELECT SUM(used) FROM joingateexchange.quota_usage") == "5");
}

// The look sees no claim, the claim then meets one.
BOOST_AUTO_TEST_CASE(tells_whose_a_gateway_is_that_was_taken_meanwhile) {
    const auto taken = registered();
    const auto late = [&] { return owner.outcome(kAction, request(taken)).code; };
    BOOST_TEST(overtaken("INSERT INTO gateway_claim VALUES ('" + taken + "', 'renter', 1)", late) ==
               "GatewayAlreadyBoundToOthers");
}

BOOST_AUTO_TEST_CASE(is_refused_when_the_operator_abandons_the_gateway_meanwhile) {
    const auto lost = registered();
    const auto late = [&] { return owner.outcome(kAction, request(lost)).code; };
    BOOST_TEST(
        overtaken("UPDATE gateway_tuple SET state = 'ABANDONED' WHERE gw_eui = '" + lost + "'",
                  late) == "GatewayTupleAlreadyAbandoned");
    BOOST_TEST(value_of("SELECT COUNT(*) FROM joingateexchange.gateway_claim") == "0");
}

BOOST_AUTO_TEST_CASE(gives_one_gateway_to_an_account_once) {
    const auto taken = registered();
    const auto create = [&] { return owner.outcome(kAction, request(taken)).code; };
    BOOST_TEST(at_once({create, create, create}) ==
                   (std::vector<std::string>{"", "GwEuiDuplicated", "GwEuiDuplicated"}),
               boost::test_tools::per_element());
    BOOST_TEST(used(owner, kQuota) == "1");
}

BOOST_AUTO_TEST_CASE(gives_the_last_slot_to_one_of_many_callers) {
    limit(owner, kQuota, 1);
    std::vector<std::function<std::string()>> callers;
    for (int i = 1; i <= 5; ++i)
        callers.emplace_back(
            [this, taken = registered(i)] { return owner.outcome(kAction, request(taken)).code; });
    const std::string refused = "ExceedGatewayLimit";
    BOOST_TEST(at_once(callers) ==
                   (std::vector<std::string>{"", refused, refused, refused, refused}),
               boost::test_tools::per_element());
    BOOST_TEST(claims() == "1");
    BOOST_TEST(used(owner, kQuota) == "1");
}

BOOST_AUTO_TEST_CASE(takes_five_gateways_at_once) {
    std::vector<std::function<std::string()>> callers;
    for (int i = 1; i <= 5; ++i)
        callers.emplace_back(
            [this, taken = registered(i)] { return owner.outcome(kAction, request(taken)).code; });
    BOOST_TEST(at_once(callers) == std::vector<std::string>(5), boost::test_tools::per_element());
    BOOST_TEST(used(owner, kQuota) == "5");
}

BOOST_AUTO_TEST_SUITE_END()
