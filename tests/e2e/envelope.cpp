// What is refused before anybody looks at the action, and what old and new clients may send.
#include "tests/e2e/tenants.h"

#include <Poco/String.h>

#include <boost/test/unit_test.hpp>

namespace joingate::e2e {
namespace {

const std::string kList = "ListOwnedJoinPermissions";
const Fields kPage{{"Limit", "1"}, {"Offset", "0"}};

struct Envelope : Tenants {
    /// The code for a good GET in which a text was replaced after it was signed.
    std::string code_with(const std::string& text, const std::string& replacement) const {
        const auto owner = client(site.owner());
        auto request = owner.sign(kList, kPage, Client::fresh_stamp());
        const auto signed_target = request.target;
        Poco::replaceInPlace(request.target, text, replacement);
        BOOST_TEST(request.target != signed_target, text);
        return send(owner, request).code();
    }

    std::string code_at(std::int64_t unix_seconds) const {
        const auto owner = client(site.owner());
        auto stamp = Client::fresh_stamp();
        stamp.unix_seconds = unix_seconds;
        return send(owner, owner.sign(kList, kPage, stamp)).code();
    }

    /// The code for a request of the newer form with another Authorization.
    std::string code_of_v3_with(const std::string& authorization) const {
        auto owner = client(site.owner());
        owner.signature = Client::Signature::V3;
        auto request = owner.sign(kList, kPage, Client::fresh_stamp());
        for (auto& [name, value] : request.headers)
            if (name == "Authorization") value = authorization;
        return send(owner, request).code();
    }

    std::string total(const Fields& more) const {
        auto fields = kPage;
        fields.insert(fields.end(), more.begin(), more.end());
        const auto answer = owner_calls(kList, fields);
        BOOST_TEST(answer.succeeded(), answer.body);
        return answer.value("TotalCount");
    }
};

} // namespace

BOOST_FIXTURE_TEST_SUITE(envelope, Envelope)

BOOST_AUTO_TEST_CASE(without_a_common_parameter_is_refused_by_its_name) {
    for (const std::string name : {"AccessKeyId", "SignatureMethod", "SignatureVersion",
                                   "SignatureNonce", "Timestamp", "Version", "Signature"})
        BOOST_TEST(code_with("&" + name + "=", "&Else=") == "Missing" + name);
}

BOOST_AUTO_TEST_CASE(with_a_wrong_common_parameter_is_refused_by_its_name) {
    BOOST_TEST(code_with("=HMAC-SHA1", "=HMAC-MD5") == "InvalidSignatureMethod");
    BOOST_TEST(code_with("SignatureVersion=1.0", "SignatureVersion=2.0") ==
               "InvalidSignatureVersion");
    BOOST_TEST(code_with("SignatureNonce=", "SignatureNonce=%20") == "InvalidSignatureNonce");
    BOOST_TEST(code_with("&Timestamp=", "&Timestamp=on%20") == "InvalidTimeStamp.Format");
    BOOST_TEST(code_with("&Version=", "&SignatureType=BEARERTOKEN&Version=") ==
               "UnsupportedSignatureType");
    BOOST_TEST(code_with("&Version=", "&SecurityToken=CAIS&Version=") ==
               "InvalidSecurityToken.MismatchWithAccessKey");
    manner.format = Client::Format::Xml; // what nobody asked for otherwise is XML
    BOOST_TEST(code_with("Format=XML", "Format=YAML") == "InvalidParameter.Format");
}

BOOST_AUTO_TEST_CASE(is_refused_when_its_stamp_is_out_of_the_window) {
    const auto now = Client::fresh_stamp().unix_seconds;
    constexpr std::int64_t kMinute = 60;
    // A nonce table that is younger than the stamp cannot know it.
    BOOST_TEST(code_at(now - 14 * kMinute) == "ServiceUnavailable");
    BOOST_TEST(code_at(now + 14 * kMinute) == "");
    BOOST_TEST(code_at(now - 16 * kMinute) == "InvalidTimeStamp.Expired");
    BOOST_TEST(code_at(now + 16 * kMinute) == "InvalidTimeStamp.Expired");
}

BOOST_AUTO_TEST_CASE(of_the_newer_form_must_be_complete) {
    BOOST_TEST(code_of_v3_with("ACS3-HMAC-SHA256 Credential=x") == "IncompleteSignature");
    manner.format = Client::Format::Xml;
    manner.headers = {{"Authorization", "ACS3-RSA-SHA256 Credential=x"}};
    BOOST_TEST(code_with("&Signature=", "&Else=") == "UnsupportedSignatureType");
}

BOOST_AUTO_TEST_CASE(takes_get_and_post_only) {
    manner.method = "DELETE";
    BOOST_TEST(owner_calls(kList, kPage).code() == "UnsupportedHTTPMethod");
}

BOOST_AUTO_TEST_CASE(may_carry_a_security_token_that_is_empty) {
    // The C++ client signs and sends it even so, and the Python client an empty SignatureType.
    BOOST_TEST(
        owner_calls(kList, {{"Limit", "1"}, {"Offset", "0"}, {"SecurityToken", ""}}).succeeded());
    BOOST_TEST(
        owner_calls(kList, {{"Limit", "1"}, {"Offset", "0"}, {"SignatureType", ""}}).succeeded());
}

BOOST_AUTO_TEST_CASE(may_spell_a_boolean_in_any_letter_case) {
    create(fresh_name());
    const auto enabled = total({{"Enabled", "true"}});
    BOOST_TEST(enabled != "0");
    for (const auto* spelt : {"True", "TRUE", "tRuE"})
        BOOST_TEST(total({{"Enabled", spelt}}) == enabled);
    const auto disabled = total({{"Enabled", "false"}});
    for (const auto* spelt : {"False", "FALSE", "fAlSe"})
        BOOST_TEST(total({{"Enabled", spelt}}) == disabled);
    BOOST_TEST(owner_calls(kList, {{"Limit", "1"}, {"Offset", "0"}, {"Enabled", "1"}}).code() ==
               "InvalidParameter");
}

BOOST_AUTO_TEST_CASE(may_count_the_values_of_a_list_from_nought_or_one) {
    // The C++ client begins with 0, all others with 1.
    const auto canceled = offer(create(fresh_name()));
    BOOST_TEST(owner_calls("CancelJoinPermissionAuthOrder", {{"OrderId", canceled}}).succeeded());
    const auto both = [](const std::string& name, int first, const std::string& one,
                         const std::string& other) {
        return Fields{{name + "." + std::to_string(first), one},
                      {name + "." + std::to_string(first + 1), other}};
    };
    for (const int first : {0, 1}) {
        auto filter = both("Category", first, "JOIN_PERMISSION_AUTH_APPLYING",
                           "JOIN_PERMISSION_AUTH_CANCELED");
        filter.insert(filter.end(), {{"Limit", "2"}, {"Offset", "0"}});
        const auto listed = renter_calls("ListNotifications", filter);
        BOOST_TEST(listed.value("Category") == "JOIN_PERMISSION_AUTH_CANCELED", listed.body);
        const auto newest = listed.value("NotificationId");
        const auto older =
            Answer{{200, {}, listed.body.substr(listed.body.rfind("{\"Noti")), {}}}.value(
                "NotificationId");
        auto handled = both("NotificationId", first, newest, older);
        handled.emplace_back("TargetHandleState", first == 0 ? "HANDLED" : "UNHANDLED");
        BOOST_TEST(renter_calls("UpdateNotificationsHandleState", handled).succeeded());
        for (const auto& id : {newest, older})
            BOOST_TEST(
                renter_calls("GetNotification", {{"NotificationId", id}}).value("HandleState") ==
                (first == 0 ? "HANDLED" : "UNHANDLED"));
    }
}

BOOST_AUTO_TEST_CASE(of_the_older_version_neither_sends_nor_gets_what_is_newer) {
    const auto permission = create(fresh_name());
    manner.version = "2018-12-30";
    const auto update =
        owner_calls("UpdateOwnedLocalJoinPermission", {{"JoinPermissionId", permission},
                                                       {"RxDelay", "no number"},
                                                       {"IotInstanceId", "iot-of-nobody"}});
    BOOST_TEST(update.succeeded(), update.body);
    BOOST_TEST(seen(permission, "RxDelay") == "");
    manner.version = "2019-03-01";
    BOOST_TEST(seen(permission, "RxDelay") == "1");
}

BOOST_AUTO_TEST_CASE(of_the_cpp_client_gets_its_lists_wrapped) {
    manner.method = "POST";
    manner.place = Client::Place::Query;
    const auto body = [&](const std::string& sdk) {
        manner.headers = {{"x-sdk-client", sdk}};
        const auto answer = owner_calls("ListFreqBandPlanGroups", {{"SecurityToken", ""}});
        return answer.body.substr(answer.body.find(",\"Success\""));
    };
    const std::string plans =
        R"([{"GroupId":101,"FrequencyRegionId":"CN","FrequencyType":"SAME_FREQUENCY",)"
        R"("BeginFrequency":470,"EndFrequency":510},)"
        R"({"GroupId":102,"FrequencyRegionId":"CN","FrequencyType":"DIFF_FREQUENCY",)"
        R"("BeginFrequency":470,"EndFrequency":510},)"
        R"({"GroupId":201,"FrequencyRegionId":"CN","FrequencyType":"SAME_FREQUENCY",)"
        R"("BeginFrequency":923,"EndFrequency":925}])";
    BOOST_TEST(body("CPP/1.36.2132") == R"(,"Success":true,"Data":{"Group":)" + plans + "}}");
    BOOST_TEST(body("python/2.0.0") == R"(,"Success":true,"Data":)" + plans + "}");
}

BOOST_AUTO_TEST_CASE(of_the_cpp_client_gets_rows_in_an_object_of_their_name) {
    const auto permission = create(fresh_name());
    manner.headers = {{"x-sdk-client", "CPP/1.36.2132"}};
    const auto answer = owner_calls(kList, kPage);
    const auto list =
        answer.body.find(R"("List":{"JoinPermission":[{"JoinPermissionId":")" + permission + '"');
    BOOST_TEST(list != std::string::npos, answer.body);
    BOOST_TEST(answer.body.substr(answer.body.size() - 5) == "}]}}}");
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace joingate::e2e
