#include "tests/gateway/gateways.h"

#include <boost/test/unit_test.hpp>

namespace {

using joingate::test::Gateways;
using joingate::test::Tenant;
using joingate::test::with;

constexpr auto kAction = "UpdateGateway";

Tenant::Pairs change(const std::string& gateway, const Tenant::Pairs& changes = {}) {
    return with({{"GwEui", gateway}}, changes);
}

} // namespace

BOOST_FIXTURE_TEST_SUITE(UpdateGateway, Gateways)

BOOST_AUTO_TEST_CASE(changes_what_is_given) {
    const auto id = gateway(owner);
    const Tenant::Pairs changes{{"Name", "新名字"},
                                {"Description", "Moved."},
                                {"FreqBandPlanGroupId", "201"},
                                {"CommunicationMode", "HALF_DUPLEX"},
                                {"AddressCode", "-1"},
                                {"City", "Suzhou"},
                                {"District", "Wujiang"},
                                {"Address", "Street 2"},
                                {"GisCoordinateSystem", "WGS_84"},
                                {"Longitude", "-0.25"},
                                {"Latitude", "90"}};
    BOOST_TEST(owner.calls(kAction, change(id, changes)) == "");
    owner.calls("GetGateway", {{"GwEui", id}});
    for (const auto& [name, value] : changes)
        BOOST_TEST(owner.field(name) == value);
    BOOST_TEST(column(owner, "version") == "2");
}

BOOST_AUTO_TEST_CASE(keeps_what_is_left_out) {
    const auto id = gateway(owner, 1, {{"Description", "Stays."}});
    BOOST_TEST(owner.calls(kAction, change(id, {{"Latitude", "1.5"}})) == "");
    owner.calls("GetGateway", {{"GwEui", id}});
    for (const auto& [name, value] : request(id, {{"Description", "Stays."}, {"Latitude", "1.5"}}))
        if (name != "PinCode") BOOST_TEST(owner.field(name) == value);
}

BOOST_AUTO_TEST_CASE(succeeds_with_nothing_to_change) {
    const auto id = gateway(owner);
    BOOST_TEST(owner.calls(kAction, change(id)) == "");
    BOOST_TEST(column(owner, "version") == "1");
    BOOST_TEST(owner.calls(kAction, change(id, {{"Name", "gateway1"}})) == "");
}

BOOST_AUTO_TEST_CASE(looks_for_the_gateway_before_it_looks_at_values) {
    const auto id = gateway(owner);
    BOOST_TEST(owner.calls(kAction, change(eui(2), {{"Name", "_no"}})) == "NonExistent");
    BOOST_TEST(owner.calls(kAction, change(eui(2))) == "NonExistent");
    BOOST_TEST(owner.calls(kAction, change(id, {{"Name", "_no"}, {"FreqBandPlanGroupId", "7"}})) ==
               "InvalidName");
    BOOST_TEST(owner.calls(kAction, change(id, {{"FreqBandPlanGroupId", "7"}})) ==
               "InvalidFreqBandPlan");
    BOOST_TEST(owner.calls(kAction, change(id, {{"Longitude", "181"}})) == "InvalidParameter");
    BOOST_TEST(column(owner, "version") == "1");
}

BOOST_AUTO_TEST_CASE(lets_no_other_account_change_it) {
    const auto id = gateway(owner);
    BOOST_TEST(stranger.calls(kAction, change(id, {{"City", "Lost"}})) == "NonExistent");
    BOOST_TEST(column(owner, "city") == "杭州");
}

BOOST_AUTO_TEST_CASE(changes_nothing_in_another_instance) {
    const auto id = gateway(owner);
    BOOST_TEST(
        owner.calls(kAction, change(id, {{"City", "Lost"}, {"IotInstanceId", enterprise_id()}})) ==
        "NonExistent");
    BOOST_TEST(column(owner, "city") == "杭州");
}

BOOST_AUTO_TEST_CASE(makes_all_of_many_changes_at_once) {
    const auto id = gateway(owner);
    const auto set = [&](const Tenant::Pairs& changes) {
        return [this, id, changes] { return owner.outcome(kAction, change(id, changes)).code; };
    };
    BOOST_TEST(joingate::test::at_once({set({{"City", "Suzhou"}}), set({{"District", "Wujiang"}}),
                                        set({{"Address", "Street 2"}})}) ==
                   std::vector<std::string>(3),
               boost::test_tools::per_element());
    BOOST_TEST(column(owner, "CONCAT_WS(' ', city, district, address, version)") ==
               "Suzhou Wujiang Street 2 4");
}

BOOST_AUTO_TEST_SUITE_END()
