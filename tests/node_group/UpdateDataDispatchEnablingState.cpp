#include "tests/node_group/dispatch.h"

#include <boost/test/unit_test.hpp>

using joingate::test::Dispatch;
using joingate::test::Tenant;

namespace {

struct EnableDispatch : Dispatch {
    static std::string enable(Tenant& account, const std::string& group,
                              const std::string& enabled) {
        return account.calls("UpdateDataDispatchEnablingState",
                             {{"NodeGroupId", group}, {"DataDispatchEnabled", enabled}});
    }
    std::string enabled(const std::string& group) {
        BOOST_TEST(renter.calls("GetNodeGroup", {{"NodeGroupId", group}}) == "");
        return renter.field("DataDispatchEnabled");
    }
};

} // namespace

BOOST_FIXTURE_TEST_SUITE(UpdateDataDispatchEnablingState, EnableDispatch)

BOOST_AUTO_TEST_CASE(switches_the_dispatch) {
    const auto id = group(renter, "of_data");
    BOOST_TEST(enabled(id) == "false");
    BOOST_TEST(configure(renter, iot(id)) == "");
    BOOST_TEST(enabled(id) == "false");
    BOOST_TEST(enable(renter, id, "true") == "");
    BOOST_TEST(enabled(id) == "true");
    BOOST_TEST(enable(renter, id, "TRUE") == "");
    BOOST_TEST(configure(renter, ons(id)) == "");
    BOOST_TEST(enabled(id) == "true");
    BOOST_TEST(enable(renter, id, "false") == "");
    BOOST_TEST(enabled(id) == "false");
    BOOST_TEST(value_of("SELECT version FROM " + renter.schema() + ".node_group") == "6");
}

BOOST_AUTO_TEST_CASE(is_refused_while_another_product_locks_the_group) {
    const auto id = group(renter, "of_data");
    lock(renter, id, "writer", "WRITE");
    BOOST_TEST(enable(renter, id, "true") == "ResourceLocked");
    BOOST_TEST(enabled(id) == "false");
}

BOOST_AUTO_TEST_CASE(shows_a_stranger_no_group_at_all) {
    const auto id = group(renter, "of_data");
    BOOST_TEST(enable(stranger, id, "true") == "NonExistent");
    BOOST_TEST(enable(renter, "9223372036854775807", "true") == "NonExistent");
    BOOST_TEST(enable(renter, id, "1") == "InvalidParameter");
    BOOST_TEST(enabled(id) == "false");
}

BOOST_AUTO_TEST_SUITE_END()
