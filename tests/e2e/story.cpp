// The story of the demo, in every form in which an official client could tell it.
#include "tests/e2e/tenants.h"

#include <boost/test/data/monomorphic.hpp>
#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

#include <ostream>

namespace joingate::e2e {

namespace {

namespace data = boost::unit_test::data;

/// A way in which an official client sends a call.
struct Form {
    const char* name;
    const char* method;
    Client::Signature signature;
    Client::Place place;
};

const std::vector<Form> kForms{
    {"GET", "GET", Client::Signature::V1Sha1, Client::Place::Query},
    {"POST", "POST", Client::Signature::V1Sha1, Client::Place::Body},
    {"POST with a query", "POST", Client::Signature::V1Sha1, Client::Place::Query},
    {"POST with SHA-256", "POST", Client::Signature::V1Sha256, Client::Place::Body},
    {"V3 GET", "GET", Client::Signature::V3, Client::Place::Query},
    {"V3 POST", "POST", Client::Signature::V3, Client::Place::Body},
    {"V3 POST with a query", "POST", Client::Signature::V3, Client::Place::Query}};
const std::vector<std::string> kVersions{"2018-12-30", "2019-03-01"};
const std::vector<std::string> kFormats{"JSON", "XML"};

std::ostream& operator<<(std::ostream& out, const Form& form) {
    return out << form.name;
}

struct Story : Tenants {
    void tell() const {
        const auto permission = create(fresh_name());
        update(permission);

        const auto rejected = offer(permission);
        BOOST_TEST(seen(permission, "AuthState") == "APPLYING");
        BOOST_TEST(
            renter_calls("RejectJoinPermissionAuthOrder", {{"OrderId", rejected}}).succeeded());
        BOOST_TEST(seen(permission, "AuthState") == "NEW");

        const auto accepted = offer(permission);
        BOOST_TEST(accepted != rejected);
        BOOST_TEST(
            renter_calls("AcceptJoinPermissionAuthOrder", {{"OrderId", accepted}}).succeeded());
        BOOST_TEST(seen(permission, "AuthState") == "ACCEPTED");
        BOOST_TEST(seen(permission, "RenterAliyunId") == site.renter_name());

        const Fields returned{{"JoinPermissionId", permission}, {"JoinPermissionType", "LOCAL"}};
        BOOST_TEST(renter_calls("ReturnJoinPermission", returned).succeeded());
        BOOST_TEST(seen(permission, "AuthState") == "NEW");
        BOOST_TEST(renter_calls("ReturnJoinPermission", returned).code() == "NonExistent");
    }

    void update(const std::string& permission) const {
        const bool newer = manner.version == "2019-03-01";
        const auto name = "水表_" + fresh_name().substr(10);
        Fields changes{{"JoinPermissionId", permission}, {"JoinPermissionName", name}};
        if (newer)
            changes.insert(changes.end(), {{"RxDelay", "5"},
                                           {"DataRate", "3"},
                                           {"JoinEui", "0000000000000001"},
                                           {"IotInstanceId", site.iot_instance()}});
        const auto answer = owner_calls("UpdateOwnedLocalJoinPermission", changes);
        BOOST_TEST(answer.succeeded(), answer.body);
        BOOST_TEST(seen(permission, "JoinPermissionName") == name);
        BOOST_TEST(seen(permission, "RxDelay") == (newer ? "5" : ""));
        if (newer) BOOST_TEST(seen(permission, "JoinEui") == "0000000000000001");
    }
};

} // namespace

BOOST_FIXTURE_TEST_SUITE(story, Story)

BOOST_DATA_TEST_CASE(is_told_in, data::make(kForms) * kVersions * kFormats, told_form, told_version,
                     told_format) {
    manner.method = told_form.method;
    manner.signature = told_form.signature;
    manner.place = told_form.place;
    manner.version = told_version;
    manner.format = told_format == "XML" ? Client::Format::Xml : Client::Format::Json;
    tell();
}

BOOST_AUTO_TEST_CASE(gives_every_reply_its_id) {
    const auto answer = owner_calls("ListOwnedJoinPermissions", {{"Limit", "1"}, {"Offset", "0"}});
    BOOST_TEST(answer.value("RequestId").size() == 36U);
    BOOST_TEST(answer.header("x-acs-request-id") == answer.value("RequestId"));
    BOOST_TEST(answer.header("content-type") == "application/json;charset=utf-8");
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace joingate::e2e
