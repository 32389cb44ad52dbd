#include "tests/gateway/gateways.h"

#include <boost/test/unit_test.hpp>

namespace {

using joingate::test::Gateways;
using joingate::test::Tenant;

struct CountedGateways : Gateways {
    CountedGateways() {
        gateway(owner, 1);
        gateway(owner, 2, {{"Name", "another"}, {"City", "Suzhou"}});
        gateway(owner, 3, {{"IotInstanceId", enterprise_id()}});
        gateway(renter, 4);
    }
    std::string count(const Tenant::Pairs& filters) {
        const auto code = owner.calls("CountGateways", filters);
        return code.empty() ? owner.data() : code;
    }
};

} // namespace

BOOST_FIXTURE_TEST_SUITE(CountGateways, CountedGateways)

BOOST_AUTO_TEST_CASE(counts_those_of_one_instance_of_the_caller) {
    BOOST_TEST(count({}) == "2");
    BOOST_TEST(count({{"IotInstanceId", enterprise_id()}}) == "1");
    BOOST_TEST(count({{"IotInstanceId", renter.instance_id()}}) == "NonExistent");
    BOOST_TEST(stranger.calls("CountGateways") == "");
    BOOST_TEST(stranger.data() == "0");
}

BOOST_AUTO_TEST_CASE(counts_what_the_list_finds) {
    BOOST_TEST(count({{"FuzzyName", "ano"}}) == "1");
    BOOST_TEST(count({{"FuzzyCity", "杭"}, {"IsEnabled", "true"}}) == "1");
    BOOST_TEST(count({{"FuzzyGwEui", "D896E0FE"}, {"FreqBandPlanGroupId", "101"}}) == "2");
    BOOST_TEST(count({{"OnlineState", "ONLINE"}}) == "0");
    BOOST_TEST(count({{"FreqBandPlanGroupId", "7"}}) == "InvalidParameter");
}

BOOST_AUTO_TEST_CASE(ignores_what_one_client_sends_for_the_vendor) {
    BOOST_TEST(count({{"RealTenantId", "1"}, {"RealTripartiteKey", "x"}}) == "2");
}

BOOST_AUTO_TEST_SUITE_END()
