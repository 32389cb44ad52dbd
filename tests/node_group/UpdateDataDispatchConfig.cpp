#include "tests/node_group/dispatch.h"

#include <boost/test/unit_test.hpp>

using joingate::test::Dispatch;
using joingate::test::Tenant;
using joingate::test::with;

namespace {

/// The parameters without one of them.
Tenant::Pairs without(Tenant::Pairs params, const std::string& name) {
    params.erase(std::remove_if(params.begin(), params.end(),
                                [&](const auto& param) { return param.first == name; }),
                 params.end());
    return params;
}

} // namespace

BOOST_FIXTURE_TEST_SUITE(UpdateDataDispatchConfig, Dispatch)

BOOST_AUTO_TEST_CASE(names_a_product) {
    const auto id = group(renter, "of_data");
    BOOST_TEST(config(renter, id) == "absent");
    BOOST_TEST(configure(renter, with(iot(id), {{"DebugSwitch", "true"}})) == "");
    BOOST_TEST(config(renter, id) ==
               R"({"Destination":"IOT","IotProduct":{"DebugSwitch":true,"ProductKey":"a1B2",)"
               R"("ProductName":"产品","ProductType":"IOT_SUITE_SENIOR"}})");
    BOOST_TEST(config(renter, id, "2018-12-30").find("DebugSwitch") == std::string::npos);
    BOOST_TEST(value_of("SELECT version FROM " + renter.schema() + ".node_group") == "2");
}

BOOST_AUTO_TEST_CASE(names_a_topic_under_either_spelling) {
    const auto id = group(renter, "of_data");
    for (const auto* destination : {"ONS", "MQ"}) {
        BOOST_TEST(configure(renter, with(ons(id), {{"DataDispatchDestination", destination}})) ==
                   "");
        BOOST_TEST(config(renter, id) ==
                   R"({"Destination":"ONS","OnsTopics":{"UplinkRegionName":"cn-shanghai",)"
                   R"("UplinkTopic":"topic"}})");
    }
}

BOOST_AUTO_TEST_CASE(replaces_all_of_it) {
    const auto id = group(renter, "of_data");
    BOOST_TEST(configure(renter, with(iot(id), {{"DebugSwitch", "true"}})) == "");
    // What is of no use to the destination is not kept.
    BOOST_TEST(configure(renter, with(ons(id), {{"ProductName", "no"}, {"DebugSwitch", "true"}})) ==
               "");
    BOOST_TEST(value_of("SELECT product_name IS NULL AND product_key IS NULL AND product_type IS "
                        "NULL AND debug_switch IS NULL FROM " +
                        renter.schema() + ".node_group") == "1");
    BOOST_TEST(configure(renter, with(iot(id), {{"Version", "2018-12-30"}})) == "");
    BOOST_TEST(value_of("SELECT uplink_topic IS NULL AND uplink_region_name IS NULL AND "
                        "debug_switch = 0 FROM " +
                        renter.schema() + ".node_group") == "1");
}

BOOST_AUTO_TEST_CASE(needs_all_of_a_destination) {
    const auto id = group(renter, "of_data");
    for (const auto* name : {"ProductType", "ProductName", "ProductKey"})
        BOOST_TEST(configure(renter, without(iot(id), name)) == "MissingParameter");
    for (const auto* name : {"UplinkRegionName", "UplinkTopic", "DataDispatchDestination"})
        BOOST_TEST(configure(renter, without(ons(id), name)) == "MissingParameter");
    BOOST_TEST(configure(renter, with(iot(id), {{"ProductName", ""}})) == "MissingParameter");
    BOOST_TEST(configure(renter, with(iot(id), {{"ProductType", "OTHER"}})) == "InvalidParameter");
    BOOST_TEST(configure(renter, with(ons(id), {{"DataDispatchDestination", "mq"}})) ==
               "InvalidParameter");
    BOOST_TEST(config(renter, id) == "absent");
}

BOOST_AUTO_TEST_CASE(keeps_texts_up_to_their_limits) {
    const auto id = group(renter, "of_data");
    const auto repeated = [](const std::string& text, int times) {
        std::string all;
        for (int i = 0; i < times; ++i)
            all += text;
        return all;
    };
    BOOST_TEST(configure(renter, with(iot(id), {{"ProductName", repeated("名", 64)}})) == "");
    BOOST_TEST(configure(renter, with(iot(id), {{"ProductName", repeated("名", 65)}})) ==
               "InvalidParameter");
    BOOST_TEST(configure(renter, with(iot(id), {{"ProductKey", repeated("k", 65)}})) ==
               "InvalidParameter");
    BOOST_TEST(configure(renter, with(ons(id), {{"UplinkTopic", repeated("t", 255)}})) == "");
    BOOST_TEST(configure(renter, with(ons(id), {{"UplinkTopic", repeated("t", 256)}})) ==
               "InvalidParameter");
}

BOOST_AUTO_TEST_CASE(is_refused_while_another_product_locks_the_group) {
    const auto id = group(renter, "of_data");
    lock(renter, id, "writer", "WRITE");
    BOOST_TEST(configure(renter, iot(id)) == "ResourceLocked");
    BOOST_TEST(config(renter, id) == "absent");
}

BOOST_AUTO_TEST_CASE(tells_a_stranger_that_the_group_is_not_his) {
    const auto id = group(renter, "of_data");
    BOOST_TEST(configure(stranger, iot(id)) == "NotResourceOwner");
    BOOST_TEST(configure(renter, iot("9223372036854775807")) == "NonExistent");
    BOOST_TEST(config(renter, id) == "absent");
}

// An account sees its own configuration wherever a reply has a place for it, and nobody else's.
BOOST_AUTO_TEST_CASE(is_shown_to_its_own_account_only) {
    const auto permission = rented_by(renter);
    BOOST_TEST(configure(renter, iot(bound(renter, permission))) == "");
    BOOST_TEST(renter.calls("ListRentedJoinPermissions", {{"Offset", "0"}, {"Limit", "10"}}) == "");
    BOOST_TEST(compact(renter.field(0, "DataDispatchConfig")) ==
               R"({"Destination":"IOT","IotProduct":{"DebugSwitch":false,"ProductKey":"a1B2",)"
               R"("ProductName":"产品","ProductType":"IOT_SUITE_SENIOR"}})");
    BOOST_TEST(owner.calls("GetOwnedJoinPermission", {{"JoinPermissionId", permission}}) == "");
    BOOST_TEST(owner.field("DataDispatchDestination") == "absent");
    BOOST_TEST(owner.field("BoundProductName") == "absent");

    const auto own = offered_to(owner);
    const auto id = bound(owner, own);
    BOOST_TEST(configure(owner, iot(id)) == "");
    BOOST_TEST(owner.calls("GetOwnedJoinPermission", {{"JoinPermissionId", own}}) == "");
    BOOST_TEST(owner.field("DataDispatchDestination") == "IOT");
    BOOST_TEST(owner.field("BoundProductName") == "产品");
    BOOST_TEST(unbind(owner, id, own) == "");
    BOOST_TEST(owner.calls("GetOwnedJoinPermission", {{"JoinPermissionId", own}}) == "");
    BOOST_TEST(owner.field("DataDispatchDestination") == "absent");
}

BOOST_AUTO_TEST_SUITE_END()
