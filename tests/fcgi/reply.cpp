#include "fcgi/reply.h"

#include <boost/test/unit_test.hpp>

using namespace joingate;

namespace {

constexpr std::string_view kId{"89EF6CAA-958F-F32C-BE45-FE003C6DE097"};

const ReplyField& list_shape() {
    static const auto shape = replies_struct(
        "Data",
        {replies("TotalCount", Type::Long),
         replies_list("List", "JoinPermission",
                      {replies("JoinPermissionId", Type::String), replies("Enabled", Type::Boolean),
                       replies("RxDelay", Type::Long).since_2019()})});
    return shape;
}

Data list_data() {
    Data item;
    item.add("JoinPermissionId", "123").add("Enabled", true).add("RxDelay", std::int64_t{1});
    Data data;
    data.add("TotalCount", std::int64_t{1}).add("List", Data::list({item}));
    return data;
}

std::string body(const Data& data, const ReplyField* shape, ReplyStyle style) {
    return success("ListOwnedJoinPermissions", kId, data, shape, style).body;
}

std::string json(const Data& data, const ReplyField& shape) {
    return body(data, &shape, {Format::Json, Version::V2019, false});
}

const std::string kJsonHead{
    R"({"RequestId":"89EF6CAA-958F-F32C-BE45-FE003C6DE097","Success":true)"};
const std::string kXmlHead{
    R"(<?xml version="1.0" encoding="UTF-8"?><ListOwnedJoinPermissionsResponse>)"
    R"(<RequestId>89EF6CAA-958F-F32C-BE45-FE003C6DE097</RequestId>)"
    R"(<Success>true</Success>)"};
const std::string kXmlTail{"</ListOwnedJoinPermissionsResponse>"};

} // namespace

BOOST_AUTO_TEST_SUITE(reply)

BOOST_AUTO_TEST_CASE(leaves_data_out_where_there_is_none) {
    BOOST_TEST(body({}, nullptr, {Format::Json}) == kJsonHead + "}");
    BOOST_TEST(body({}, nullptr, {Format::Xml}) == kXmlHead + kXmlTail);
    BOOST_TEST(body({}, &list_shape(), {Format::Json}) == kJsonHead + "}");
}

BOOST_AUTO_TEST_CASE(writes_plain_arrays_in_json) {
    BOOST_TEST(
        body(list_data(), &list_shape(), {Format::Json, Version::V2019, false}) ==
        kJsonHead +
            R"(,"Data":{"TotalCount":1,"List":[{"JoinPermissionId":"123","Enabled":true,"RxDelay":1}]}})");
}

BOOST_AUTO_TEST_CASE(wraps_lists_for_the_cpp_client) {
    BOOST_TEST(
        body(list_data(), &list_shape(), {Format::Json, Version::V2019, true}) ==
        kJsonHead +
            R"(,"Data":{"TotalCount":1,"List":{"JoinPermission":[{"JoinPermissionId":"123","Enabled":true,"RxDelay":1}]}}})");
}

BOOST_AUTO_TEST_CASE(names_the_item_as_the_cpp_client_does) {
    const auto shape =
        replies_list("Data", "FreqBandPlanGroup", {replies("GroupId", Type::Long)}, "Group");
    Data item;
    item.add("GroupId", std::int64_t{101});
    const auto data = Data::list({item});
    BOOST_TEST(body(data, &shape, {Format::Json, Version::V2019, true}) ==
               kJsonHead + R"(,"Data":{"Group":[{"GroupId":101}]}})");
    BOOST_TEST(body(data, &shape, {Format::Xml, Version::V2019, true}) ==
               kXmlHead +
                   "<Data><FreqBandPlanGroup><GroupId>101</GroupId></FreqBandPlanGroup></Data>" +
                   kXmlTail);
}

BOOST_AUTO_TEST_CASE(nests_items_in_xml) {
    BOOST_TEST(body(list_data(), &list_shape(), {Format::Xml, Version::V2019, true}) ==
               kXmlHead +
                   "<Data><TotalCount>1</TotalCount><List><JoinPermission>"
                   "<JoinPermissionId>123</JoinPermissionId><Enabled>true</Enabled>"
                   "<RxDelay>1</RxDelay></JoinPermission></List></Data>" +
                   kXmlTail);
}

BOOST_AUTO_TEST_CASE(keeps_an_empty_list) {
    Data data;
    data.add("TotalCount", std::int64_t{0}).add("List", Data::list());
    BOOST_TEST(body(data, &list_shape(), {Format::Json, Version::V2019, false}) ==
               kJsonHead + R"(,"Data":{"TotalCount":0,"List":[]}})");
    BOOST_TEST(body(data, &list_shape(), {Format::Json, Version::V2019, true}) ==
               kJsonHead + R"(,"Data":{"TotalCount":0,"List":{"JoinPermission":[]}}})");
    BOOST_TEST(body(data, &list_shape(), {Format::Xml}) ==
               kXmlHead + "<Data><TotalCount>0</TotalCount><List></List></Data>" + kXmlTail);
}

BOOST_AUTO_TEST_CASE(writes_lists_of_texts) {
    const auto shape = replies_list("Data", "Feature", {});
    const auto data = Data::list({"A", "B"});
    BOOST_TEST(json(data, shape) == kJsonHead + R"(,"Data":["A","B"]})");
    BOOST_TEST(body(data, &shape, {Format::Json, Version::V2019, true}) ==
               kJsonHead + R"(,"Data":{"Feature":["A","B"]}})");
    BOOST_TEST(body(data, &shape, {Format::Xml}) ==
               kXmlHead + "<Data><Feature>A</Feature><Feature>B</Feature></Data>" + kXmlTail);
}

BOOST_AUTO_TEST_CASE(keeps_newer_fields_from_the_older_version) {
    BOOST_TEST(
        body(list_data(), &list_shape(), {Format::Json, Version::V2018, false}) ==
        kJsonHead +
            R"(,"Data":{"TotalCount":1,"List":[{"JoinPermissionId":"123","Enabled":true}]}})");
    BOOST_TEST(
        body(list_data(), &list_shape(), {Format::Xml, Version::V2018, false}).find("RxDelay") ==
        std::string::npos);
}

BOOST_AUTO_TEST_CASE(writes_each_value_in_its_declared_type) {
    const auto id = replies("Data", Type::String);
    const auto number = replies("Data", Type::Long);
    const auto decimal = replies("Data", Type::Float);
    BOOST_TEST(json(std::int64_t{-7}, id) == kJsonHead + R"(,"Data":"-7"})");
    BOOST_TEST(json("42", number) == kJsonHead + R"(,"Data":42})");
    BOOST_TEST(json("-1.50", decimal) == kJsonHead + R"(,"Data":-1.50})");
}

BOOST_AUTO_TEST_CASE(leaves_out_what_cannot_be_of_the_declared_type) {
    // The C++ client throws on a numeric field that is no number (spec "gateway", section 6.1).
    const auto number = replies("Data", Type::Long);
    for (const char* text : {"", "-", "1x", "007", "1.", ".5", "+1", "NaN"})
        BOOST_TEST(json(text, number) == kJsonHead + "}");
    BOOST_TEST(json(true, number) == kJsonHead + "}");
    BOOST_TEST(json("true", replies("Data", Type::Boolean)) == kJsonHead + "}");
    BOOST_TEST(json("text", list_shape()) == kJsonHead + "}");
}

BOOST_AUTO_TEST_CASE(leaves_out_what_the_descriptor_does_not_name) {
    Data data;
    data.add("TotalCount", std::int64_t{1}).add("AppKey", "secret");
    BOOST_TEST(json(data, list_shape()) == kJsonHead + R"(,"Data":{"TotalCount":1}})");
    BOOST_TEST(body("text", nullptr, {Format::Json}) == kJsonHead + "}");
}

BOOST_AUTO_TEST_CASE(escapes_json) {
    const auto shape = replies("Data", Type::String);
    BOOST_TEST(json(std::string{"\"\\/\b\f\n\r\t\x01\x1f\x7f\0凭证😀", 22}, shape) ==
               kJsonHead + ",\"Data\":\"\\\"\\\\/\\b\\f\\n\\r\\t\\u0001\\u001f\x7f\\u0000凭证😀\"}");
}

BOOST_AUTO_TEST_CASE(escapes_xml) {
    const auto shape = replies("Data", Type::String);
    const auto xml = [&](std::string text) { return body(std::move(text), &shape, {Format::Xml}); };
    BOOST_TEST(xml("a&b<c>\"d'\r\n\t凭证😀") ==
               kXmlHead + "<Data>a&amp;b&lt;c&gt;&quot;d'&#13;\n\t凭证😀</Data>" + kXmlTail);
    BOOST_TEST(xml("\x01\x1b\uFFFE\uFFFF") ==
               kXmlHead + "<Data>\uFFFD\uFFFD\uFFFD\uFFFD</Data>" + kXmlTail);
}

BOOST_AUTO_TEST_CASE(replaces_bytes_that_are_not_utf8) {
    const auto shape = replies("Data", Type::String);
    // A stray byte, an overlong slash, a surrogate, beyond U+10FFFF, a cut sequence.
    for (const auto& [bad, good] : std::vector<std::pair<std::string, std::string>>{
             {"\xff", "\uFFFD"},
             {"\xc0\xaf", "\uFFFD\uFFFD"},
             {"\xed\xa0\x80", "\uFFFD\uFFFD\uFFFD"},
             {"\xf4\x90\x80\x80", "\uFFFD\uFFFD\uFFFD\uFFFD"},
             {"a\xe5\x87", "a\uFFFD\uFFFD"}}) {
        BOOST_TEST(json(bad, shape) == kJsonHead + ",\"Data\":\"" + good + "\"}");
        BOOST_TEST(body(bad, &shape, {Format::Xml}) ==
                   kXmlHead + "<Data>" + good + "</Data>" + kXmlTail);
    }
}

BOOST_AUTO_TEST_CASE(gives_a_refusal_its_six_fields) {
    const auto error = Error{Code::InvalidActionNotFound, "for the log only"};
    const auto out = refused(error, kId, "api.example:8080", Format::Json);
    BOOST_TEST(out.status == 404);
    BOOST_TEST(out.content_type == "application/json;charset=utf-8");
    BOOST_TEST(
        out.body ==
        R"({"RequestId":"89EF6CAA-958F-F32C-BE45-FE003C6DE097","HostId":"api.example:8080",)"
        R"("Code":"InvalidAction.NotFound",)"
        R"("Message":"Specified api is not found, please check your url and method.",)"
        R"("Recommend":"https://api.aliyun.com/troubleshoot?q=InvalidAction.NotFound&product=LinkWAN)"
        R"(&requestId=89EF6CAA-958F-F32C-BE45-FE003C6DE097","Success":false})");
}

BOOST_AUTO_TEST_CASE(writes_a_refusal_in_xml) {
    const auto out = refused(Error{Code::NonExistent}, kId, "h<\xff", Format::Xml);
    BOOST_TEST(out.status == 400);
    BOOST_TEST(out.content_type == "text/xml;charset=utf-8");
    BOOST_TEST(out.body ==
               R"(<?xml version="1.0" encoding="UTF-8"?><Error>)"
               "<RequestId>89EF6CAA-958F-F32C-BE45-FE003C6DE097</RequestId>"
               "<HostId>h&lt;\uFFFD</HostId><Code>NonExistent</Code>"
               "<Message>The specified resource does not exist.</Message>"
               "<Recommend>https://api.aliyun.com/troubleshoot?q=NonExistent&amp;product=LinkWAN"
               "&amp;requestId=89EF6CAA-958F-F32C-BE45-FE003C6DE097</Recommend>"
               "<Success>false</Success></Error>");
}

BOOST_AUTO_TEST_CASE(hands_the_string_to_sign_through_unchanged) {
    // One client compares it with its own (spec "gateway", section 7).
    const auto out = refused(Error{Code::SignatureDoesNotMatch}.about("GET&%2F&A%3D%253A"), kId, "",
                             Format::Json);
    BOOST_TEST(out.body.find(R"(string to sign is:GET&%2F&A%3D%253A",)") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(is_never_larger_than_four_mebibytes) {
    const auto shape = replies("Data", Type::String);
    const std::string huge(4 * 1024 * 1024, 'x');
    const auto is_internal = [](const Error& error) { return error.code() == Code::InternalError; };
    BOOST_CHECK_EXCEPTION(json(huge, shape), Error, is_internal);
    const auto out =
        refused(Error{Code::SignatureDoesNotMatch}.about(huge), kId, "host", Format::Json);
    BOOST_TEST(out.body.size() < 1000U);
    BOOST_TEST(out.body.find("InternalError") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(has_the_headers_of_the_gateway) {
    Reply reply;
    reply.status = 400;
    reply.content_type = "text/xml;charset=utf-8";
    reply.request_id = kId;
    reply.body = "<Error/>";
    BOOST_TEST(http_text(reply) ==
               "Status: 400 Bad Request\r\nContent-Type: text/xml;charset=utf-8\r\n"
               "x-acs-request-id: 89EF6CAA-958F-F32C-BE45-FE003C6DE097\r\n\r\n<Error/>");
    reply.retry_after_millis = 250;
    BOOST_TEST(http_text(reply).find("\r\nx-acs-retry-after: 250\r\n\r\n<") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(cannot_be_given_another_header) {
    Reply reply;
    reply.content_type = "text/plain\r\nSet-Cookie: a=b";
    reply.request_id = "x\n\ny\xc3\xa9";
    BOOST_TEST(http_text(reply) == "Status: 200 OK\r\nContent-Type: text/plain??Set-Cookie: a=b\r\n"
                                   "x-acs-request-id: x??y??\r\n\r\n");
}

BOOST_AUTO_TEST_SUITE_END()
