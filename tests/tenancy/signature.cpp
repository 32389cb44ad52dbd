#include "tenancy/signature.h"
#include "tests/support/places.h"

#include <boost/test/unit_test.hpp>

#include <Poco/JSON/Array.h>
#include <Poco/JSON/Object.h>
#include <Poco/JSON/Parser.h>

#include <algorithm>
#include <cctype>
#include <fstream>

namespace joingate {
namespace {

using Vector = Poco::JSON::Object::Ptr;

std::vector<Vector> vectors(const std::string& file) {
    std::ifstream stream{places::in_source("tests/tenancy/" + file)};
    const auto document = Poco::JSON::Parser{}.parse(stream).extract<Poco::JSON::Object::Ptr>();
    std::vector<Vector> all;
    for (const auto& one : *document->getArray("vectors"))
        all.push_back(one.extract<Vector>());
    return all;
}

std::string text(const Vector& vector, const std::string& name) {
    return vector->getValue<std::string>(name);
}

signature::Headers headers_of(const Vector& vector) {
    signature::Headers headers;
    for (const auto& [name, value] : *vector->getObject("headers"))
        headers.emplace_back(name, value.convert<std::string>());
    return headers;
}

std::string header(const signature::Headers& headers, const std::string& name) {
    for (const auto& [one, value] : headers)
        if (one == name) return value;
    return {};
}

Params params_of(const Vector& vector) {
    auto parsed = Params::parse(text(vector, "raw_query"), text(vector, "raw_body"));
    BOOST_TEST((parsed.problem == Params::Problem::None));
    return std::move(parsed.params);
}

bool is_form(const signature::Headers& headers) {
    return header(headers, "content-type") == "application/x-www-form-urlencoded";
}

const signature::Headers kHeaders{
    {"host", "h"},       {"x-acs-action", "A"},          {"x-acs-content-sha256", "s"},
    {"x-acs-date", "d"}, {"x-acs-signature-nonce", "n"}, {"x-acs-version", "v"}};

signature::AuthorizationV3 signing(std::vector<std::string> names) {
    signature::AuthorizationV3 authorization;
    authorization.signed_headers = std::move(names);
    return authorization;
}

std::vector<std::string> names_of(const signature::Headers& headers) {
    std::vector<std::string> names;
    for (const auto& [name, value] : headers)
        names.push_back(name);
    return names;
}

} // namespace

BOOST_AUTO_TEST_SUITE(signature) // also opens namespace joingate::signature

BOOST_AUTO_TEST_CASE(v1_agrees_with_every_published_and_recorded_example) {
    const auto all = vectors("signature_v1.json");
    BOOST_TEST(all.size() == 23U);
    for (const auto& vector : all) {
        BOOST_TEST_CONTEXT(text(vector, "name")) {
            const auto params = params_of(vector);
            const SigningKey key{text(vector, "access_key_secret")};
            const auto method = text(vector, "signature_method") == "HMAC-SHA1"
                                    ? MethodV1::HmacSha1
                                    : MethodV1::HmacSha256;
            const auto to_sign = string_to_sign_v1(text(vector, "method"), params);
            BOOST_TEST(to_sign == text(vector, "string_to_sign"));
            BOOST_TEST(*params.find("Signature") == text(vector, "signature_sent"));
            BOOST_TEST(matches_v1(key, method, text(vector, "method"), params,
                                  text(vector, "signature_sent")) ==
                       (text(vector, "verdict") == "accept"));
            BOOST_TEST(sign_v1(key, method, to_sign) == text(vector, "signature_expected"));
        }
    }
}

BOOST_AUTO_TEST_CASE(v1_of_a_large_request_is_that_of_its_string_to_sign) {
    const std::string value(40000, '/');
    const auto params = Params::parse("a=" + value + "&b=" + std::string(40000, 'b'), {}).params;
    std::string expected{"POST&%2F&a%3D"};
    for (std::size_t i = 0; i < value.size(); ++i)
        expected += "%252F";
    expected += "%26b%3D" + std::string(40000, 'b');
    BOOST_TEST((string_to_sign_v1("POST", params) == expected));
    BOOST_TEST((string_to_sign_v1("POST", params, 100000) == expected.substr(0, 100000)));

    const SigningKey key{"secret"};
    const auto good = sign_v1(key, MethodV1::HmacSha1, expected);
    BOOST_TEST(matches_v1(key, MethodV1::HmacSha1, "POST", params, good));
    BOOST_TEST(!matches_v1(key, MethodV1::HmacSha1, "GET", params, good));
    BOOST_TEST(!matches_v1(key, MethodV1::HmacSha256, "POST", params, good));
}

BOOST_AUTO_TEST_CASE(v3_agrees_with_every_published_and_recorded_example) {
    const auto all = vectors("signature_v3.json");
    BOOST_TEST(all.size() == 14U);
    for (const auto& vector : all) {
        BOOST_TEST_CONTEXT(text(vector, "name")) {
            const auto headers = headers_of(vector);
            const auto body = text(vector, "raw_body");
            const auto params =
                Params::parse(text(vector, "raw_query"), is_form(headers) ? body : "").params;
            const auto authorization = parse_authorization_v3(header(headers, "authorization"));
            BOOST_TEST_REQUIRE(authorization.has_value());
            BOOST_TEST(authorization->credential == text(vector, "access_key_id"));
            BOOST_TEST(authorization->signed_headers_text == text(vector, "signed_headers"));
            BOOST_TEST(!unsigned_header(headers, *authorization, body).has_value());

            const auto canonical = canonical_v3(text(vector, "method"), text(vector, "path"),
                                                params, headers, *authorization, body);
            const SigningKey key{text(vector, "access_key_secret")};
            const bool matches =
                matches_v3(key, canonical.string_to_sign, authorization->signature);
            BOOST_TEST((declares_body(headers, canonical) && matches) ==
                       (text(vector, "verdict") == "accept"));
            // What a changed body would have to be signed with is not in its vector.
            if (declares_body(headers, canonical)) {
                BOOST_TEST(canonical.canonical_request == text(vector, "canonical_request"));
                BOOST_TEST(canonical.string_to_sign == text(vector, "string_to_sign"));
                BOOST_TEST(sign_v3(key, canonical.string_to_sign) ==
                           text(vector, "signature_expected"));
            }
        }
    }
}

BOOST_AUTO_TEST_CASE(takes_a_secret_of_any_length) {
    // HMAC hashes a key of more than 64 bytes first; expected values from `openssl dgst -mac HMAC`.
    const SigningKey key{std::string(64, 'k')};
    BOOST_TEST(sign_v1(key, MethodV1::HmacSha1, "text") == "t76WiRWOkJUd/JQuQwOvng7ZL/g=");
    BOOST_TEST(sign_v3(key, "text") ==
               "0414bb1d8c0c4556cdb2028727b16610ae377b1a194b6db1f853d4297f2329bc");
    BOOST_TEST(sign_v3(SigningKey{std::string(65, 'k')}, "text") ==
               "5b69580123e3d7e788b7e8352ac37a3247b911c5ec0837147b74109a6382d3f5");
}

BOOST_AUTO_TEST_CASE(v1_does_not_match_in_any_other_spelling) {
    const SigningKey key{"secret"};
    const auto params = Params::parse("a=b", {}).params;
    const auto to_sign = string_to_sign_v1("GET", params);
    const auto good = sign_v1(key, MethodV1::HmacSha1, to_sign);
    const auto matches = [&](const std::string& given) {
        return matches_v1(key, MethodV1::HmacSha1, "GET", params, given);
    };
    BOOST_TEST_REQUIRE(matches(good));
    BOOST_TEST_REQUIRE(good.back() == '=');

    BOOST_TEST(!matches(""));
    BOOST_TEST(!matches(good + "\n"));
    BOOST_TEST(!matches(" " + good.substr(1)));
    BOOST_TEST(!matches(good.substr(0, 27)));
    BOOST_TEST(!matches(good.substr(0, 24)));
    BOOST_TEST(!matches(good + "===="));
    BOOST_TEST(!matches(good.substr(0, 27) + "A"));
    BOOST_TEST(!matches(sign_v1(key, MethodV1::HmacSha256, to_sign)));
    // The last digit before the padding carries two spare bits.
    auto spare = good;
    ++spare[26];
    BOOST_TEST(!matches(spare));
    for (std::size_t i = 0; i < good.size(); ++i) {
        auto changed = good;
        changed[i] = changed[i] == 'A' ? 'B' : 'A';
        BOOST_TEST(!matches(changed));
    }
}

BOOST_AUTO_TEST_CASE(v3_matches_only_64_lower_case_hex_digits) {
    const SigningKey key{"secret"};
    const auto good = sign_v3(key, "text");
    BOOST_TEST_REQUIRE(matches_v3(key, "text", good));
    auto upper = good;
    std::transform(upper.begin(), upper.end(), upper.begin(),
                   [](unsigned char c) { return static_cast<char>(std::toupper(c)); });
    BOOST_TEST_REQUIRE(upper != good);
    BOOST_TEST(!matches_v3(key, "text", upper));
    BOOST_TEST(!matches_v3(key, "text", ""));
    BOOST_TEST(!matches_v3(key, "text", good.substr(1)));
    BOOST_TEST(!matches_v3(key, "text", good + "00"));
    BOOST_TEST(!matches_v3(key, "texT", good));
}

BOOST_AUTO_TEST_CASE(v3_authorization_has_its_fields_in_any_order) {
    for (const auto* const header :
         {"ACS3-HMAC-SHA256 Credential=id,SignedHeaders=a;b,Signature=s",
          "ACS3-HMAC-SHA256 Signature=s, Credential=id, SignedHeaders=a;b"}) {
        const auto parsed = parse_authorization_v3(header);
        BOOST_TEST_REQUIRE(parsed.has_value());
        BOOST_TEST(parsed->credential == "id");
        BOOST_TEST(parsed->signature == "s");
        BOOST_TEST(parsed->signed_headers_text == "a;b");
        BOOST_TEST(parsed->signed_headers == (std::vector<std::string>{"a", "b"}),
                   boost::test_tools::per_element());
    }
}

BOOST_AUTO_TEST_CASE(v3_authorization_has_exactly_its_fields) {
    const std::string scheme{"ACS3-HMAC-SHA256 "};
    const std::string three{"Credential=id,SignedHeaders=a,Signature=s"};
    BOOST_TEST_REQUIRE(parse_authorization_v3(scheme + three).has_value());
    for (const auto& header :
         {std::string{}, std::string{"ACS3-HMAC-SHA256"}, scheme, "ACS3-HMAC-SM3 " + three,
          "acs3-hmac-sha256 " + three, scheme + "Credential=id,SignedHeaders=a",
          scheme + "Credential=,SignedHeaders=a,Signature=s", scheme + three + ",Signature=t",
          scheme + three + ",Other=x", scheme + three + ",x", scheme + "credential=id"})
        BOOST_TEST(!parse_authorization_v3(header).has_value(), header);
}

BOOST_AUTO_TEST_CASE(v3_authorization_signs_100_headers_at_most) {
    std::string header{"ACS3-HMAC-SHA256 Credential=id,Signature=s,SignedHeaders=h"};
    for (int i = 1; i < 100; ++i)
        header += ";h" + std::to_string(i);
    BOOST_TEST(parse_authorization_v3(header).has_value());
    BOOST_TEST(!parse_authorization_v3(header + ";other").has_value());
}

BOOST_AUTO_TEST_CASE(v3_authorization_signs_no_header_twice) {
    const std::string header{
        "ACS3-HMAC-SHA256 Credential=id,Signature=s,SignedHeaders=host;x-acs-date"};
    BOOST_TEST(parse_authorization_v3(header).has_value());
    BOOST_TEST(!parse_authorization_v3(header + ";host").has_value());
}

BOOST_AUTO_TEST_CASE(v3_covers_host_and_every_common_header) {
    const auto names = names_of(kHeaders);
    BOOST_TEST(!unsigned_header(kHeaders, signing(names), "").has_value());
    for (const auto& name : names) {
        auto fewer = names;
        fewer.erase(std::find(fewer.begin(), fewer.end(), name));
        BOOST_TEST(unsigned_header(kHeaders, signing(fewer), "").value_or("") == name);
        // Also where the header itself is missing.
        BOOST_TEST(unsigned_header({}, signing(fewer), "").value_or("") == name);
    }
}

BOOST_AUTO_TEST_CASE(v3_covers_what_else_is_there) {
    const auto names = names_of(kHeaders);
    auto headers = kHeaders;
    headers.emplace_back("content-type", "application/x-www-form-urlencoded");
    headers.emplace_back("user-agent", "x");
    BOOST_TEST(!unsigned_header(headers, signing(names), "").has_value());
    BOOST_TEST(unsigned_header(headers, signing(names), "a=1").value_or("") == "content-type");
    headers.emplace_back("x-acs-security-token", "t");
    BOOST_TEST(unsigned_header(headers, signing(names), "").value_or("") == "x-acs-security-token");
}

BOOST_AUTO_TEST_CASE(percent_encodes_all_but_the_unreserved) {
    BOOST_TEST(percent_encode("AZaz09-_.~ +*/%'()!\xE5\x87\xAD") ==
               "AZaz09-_.~%20%2B%2A%2F%25%27%28%29%21%E5%87%AD");
    BOOST_TEST(percent_encode(std::string_view{"\0\x7F\xFF", 3}) == "%00%7F%FF");
}

BOOST_AUTO_TEST_CASE(reads_a_time_stamp) {
    BOOST_TEST(parse_time("1970-01-01T00:00:00Z").value() == 0);
    BOOST_TEST(parse_time("2026-01-02T03:04:05Z").value() == 1767323045);
    BOOST_TEST(parse_time("2024-02-29T23:59:59Z").value() == 1709251199);
    BOOST_TEST(parse_time("2000-02-29T00:00:00Z").value() == 951782400);
}

BOOST_AUTO_TEST_CASE(takes_nothing_else_for_a_time_stamp) {
    for (const auto* const text : {"",
                                   "2026-01-02T03:04:05",
                                   "2026-01-02T03:04:05z",
                                   "2026-01-02t03:04:05Z",
                                   "2026-01-02 03:04:05Z",
                                   "2026-01-02T03:04:05.0Z",
                                   "2026-01-02T03:04:05+00:00",
                                   " 2026-01-02T03:04:05Z",
                                   "2026-01-02T03:04:05Z ",
                                   "2026-1-02T03:04:05ZZ",
                                   "2026-01-02T03:04:60Z",
                                   "2026-01-02T03:60:05Z",
                                   "2026-01-02T24:00:00Z",
                                   "2026-13-02T03:04:05Z",
                                   "2026-00-02T03:04:05Z",
                                   "2026-01-00T03:04:05Z",
                                   "2026-01-32T03:04:05Z",
                                   "2026-02-29T03:04:05Z",
                                   "1900-02-29T03:04:05Z",
                                   "2026-04-31T03:04:05Z",
                                   "+026-01-02T03:04:05Z",
                                   "2026-01-02T-3:04:05Z",
                                   "garbage"})
        BOOST_TEST(!parse_time(text).has_value(), text);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace joingate
