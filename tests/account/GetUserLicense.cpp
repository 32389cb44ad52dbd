#include "tests/support/two_tenants.h"

#include <boost/test/unit_test.hpp>

namespace {

constexpr auto kAction = "GetUserLicense";

struct Licenses : joingate::test::TwoTenants {
    /// "limit free count" of what the account can have.
    std::string license(const std::string& what) {
        if (const auto code = owner.calls(kAction); !code.empty()) return code;
        return owner.field(what + "Limit") + ' ' + owner.field(what + "FreeLimit") + ' ' +
               owner.field(what + "Count");
    }
};

} // namespace

BOOST_FIXTURE_TEST_SUITE(GetUserLicense, Licenses)

BOOST_AUTO_TEST_CASE(counts_what_the_account_has_in_all_instances) {
    permission();
    permission("elsewhere", {{"IotInstanceId", enterprise_id()}});
    roaming(owner);
    roaming(renter);
    BOOST_TEST(license("LocalJoinPermission") == "1000 1000 2");
    BOOST_TEST(license("RoamingJoinPermission") == "1 1 1");
    BOOST_TEST(license("Gateway") == "1000 3 0");
    BOOST_TEST(license("Node") == "1000 1000 0");
}

BOOST_AUTO_TEST_CASE(calls_no_more_free_than_is_allowed) {
    limit(owner, "GATEWAY", 2);
    BOOST_TEST(license("Gateway") == "2 2 0");
    limit(owner, "NODE", 0);
    BOOST_TEST(license("Node") == "0 0 0");
}

BOOST_AUTO_TEST_CASE(tells_nothing_of_what_there_is_not) {
    BOOST_TEST(owner.calls(kAction) == "");
    for (const auto* name : {"Oui", "RelayLimit", "GatewayTupleLimit", "NodeTupleCount"})
        BOOST_TEST(owner.field(name) == "absent");
    BOOST_TEST(owner.fields().size() == 12U);
}

BOOST_AUTO_TEST_CASE(tells_the_same_in_the_older_version) {
    BOOST_TEST(owner.calls(kAction, {{"Version", "2018-12-30"}}) == "");
    BOOST_TEST(owner.fields().size() == 12U);
}

BOOST_AUTO_TEST_SUITE_END()
