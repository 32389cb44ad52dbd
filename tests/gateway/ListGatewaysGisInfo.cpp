#include "tests/gateway/gateways.h"

#include <Poco/JSON/Array.h>
#include <boost/test/unit_test.hpp>

#include <sstream>

namespace {

using joingate::test::Gateways;

constexpr auto kAction = "ListGatewaysGisInfo";

} // namespace

BOOST_FIXTURE_TEST_SUITE(ListGatewaysGisInfo, Gateways)

BOOST_AUTO_TEST_CASE(shows_where_all_gateways_of_one_instance_stand) {
    gateway(owner, 1);
    gateway(owner, 2, {{"Name", "another"}, {"Longitude", "-1.50"}, {"Latitude", "0"}});
    gateway(owner, 3, {{"IotInstanceId", enterprise_id()}});
    gateway(renter, 4);
    run("UPDATE " + owner.schema() + ".gateway SET create_millis = 1 WHERE gw_eui = '" + eui(1) +
        "'");
    const auto places = owner.outcome(kAction).body->getArray("Data");
    BOOST_TEST(places->size() == 2U);
    const auto text = [&](unsigned place) {
        std::ostringstream stream;
        places->getObject(place)->stringify(stream);
        return stream.str();
    };
    BOOST_TEST(text(0) ==
               R"({"ChargeStatus":"NORMAL","Enabled":true,"FreqBandPlanGroupId":101,)"
               R"("GisCoordinateSystem":"GCJ_02","GisSourceType":"USER_INPUT",)"
               R"("GwEui":"d896e0fe00000002","Latitude":0,"Longitude":-1.5,"Name":"another",)"
               R"("OnlineState":"OFFLINE"})");
    BOOST_TEST(text(1) == R"({"ChargeStatus":"NORMAL","Enabled":true,"FreqBandPlanGroupId":101,)"
                          R"("GisCoordinateSystem":"GCJ_02","GisSourceType":"USER_INPUT",)"
                          R"("GwEui":"d896e0fe00000001","Latitude":30.281,"Longitude":120.024,)"
                          R"("Name":"gateway1","OnlineState":"OFFLINE"})");
}

BOOST_AUTO_TEST_CASE(shows_a_stranger_none) {
    gateway(owner);
    BOOST_TEST(stranger.outcome(kAction).body->getArray("Data")->empty());
    BOOST_TEST(stranger.calls(kAction, {{"IotInstanceId", owner.instance_id()}}) == "NonExistent");
}

BOOST_AUTO_TEST_CASE(knows_no_charge_status_in_the_older_version) {
    gateway(owner);
    BOOST_TEST(owner.calls(kAction, {{"Version", "2018-12-30"}}) == "");
    BOOST_TEST(owner.data().find("ChargeStatus") == std::string::npos);
}

BOOST_AUTO_TEST_SUITE_END()
