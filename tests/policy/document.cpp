#include "tenancy/policy/document.h"

#include "tenancy/policy/cases.h"
#include "tenancy/policy/decision.h"
#include "tenancy/policy/statement.h"
#include "tests/support/places.h"

#include <boost/test/unit_test.hpp>

#include <array>
#include <fstream>
#include <random>
#include <set>
#include <string>

using namespace joingate::policy;

namespace {

struct Refusal {
    std::string code;
    std::string reason;
};

Refusal refusal_of(std::string_view text, Kind kind = Kind::Identity) {
    try {
        Document::parse(text, kind);
    } catch (const Malformed& e) {
        return {e.code(), e.what()};
    }
    return {};
}

std::string repeated(const std::string& text, unsigned times) {
    std::string all;
    while (times-- > 0)
        all += text;
    return all;
}

/// A document with these members in its only statement.
std::string statement(const std::string& members) {
    return R"({"Version":"1","Statement":[{)" + members + "}]}";
}

std::string action(const std::string& json) {
    return statement(R"("Effect":"Allow","Resource":"*","Action":)" + json);
}

std::string resource(const std::string& json) {
    return statement(R"("Effect":"Allow","Action":"*","Resource":)" + json);
}

std::string condition(const std::string& json) {
    return statement(R"("Effect":"Allow","Action":"*","Resource":"*","Condition":)" + json);
}

std::string trust(const std::string& principal) {
    return statement(R"("Effect":"Allow","Action":"sts:AssumeRole","Principal":)" + principal);
}

std::string with_sid(const std::string& inside_quotes) {
    return statement(R"("Effect":"Allow","Action":"*","Resource":"*","Sid":")" + inside_quotes +
                     '"');
}

void accepts(const std::string& text, Kind kind = Kind::Identity) {
    const auto refusal = refusal_of(text, kind);
    BOOST_TEST(refusal.code == "", text.substr(0, 200) << " gave " << refusal.reason);
}

void refuses(const std::string& text, const std::string& part_of_reason,
             Kind kind = Kind::Identity) {
    const auto refusal = refusal_of(text, kind);
    BOOST_TEST_CONTEXT(text.substr(0, 200) << " gave " << refusal.reason) {
        BOOST_TEST(refusal.code == "MalformedPolicyDocument");
        BOOST_TEST(refusal.reason.find(part_of_reason) != std::string::npos);
        BOOST_TEST(refusal.reason.size() < 700U);
    }
}

/// All documents of the specification's cases.
std::set<std::pair<std::string, Kind>> documents() {
    std::ifstream file{joingate::places::in_source("tests/policy/policy_cases.json")};
    std::set<std::pair<std::string, Kind>> all;
    for (const auto& policy_case : read_cases(file)) {
        for (const auto& attached : policy_case.policies) {
            const bool is_trust = attached.holder == Case::Holder::Trust;
            all.emplace(attached.text, is_trust ? Kind::Trust : Kind::Identity);
        }
    }
    return all;
}

/// Either is understood and can be evaluated, or refused with a reason; anything else ends the
/// test.
void survive(const std::string& text, Kind kind) {
    try {
        const auto document = Document::parse(text, kind);
        Asker asker;
        asker.account = "1";
        asker.user = "alice";
        asker.identity = {document};
        Question question{"linkwan:GetGateway",
                          {"acs:linkwan:r:1:gateway/1"},
                          {{"acs:SourceIp", "10.0.0.1"}, {"acs:CurrentTime", "x"}}};
        decide(asker, question);
    } catch (const Malformed& e) {
        BOOST_REQUIRE(*e.what() != '\0');
    }
}

} // namespace

BOOST_AUTO_TEST_SUITE(policy_document)

BOOST_AUTO_TEST_CASE(is_limited_in_bytes_before_it_is_read) {
    struct Limit {
        Kind kind;
        std::size_t bytes;
        std::string code;
        std::string valid;
    };
    const std::array<Limit, 3> limits{{
        {Kind::Identity, 6144, "InvalidParameter.PolicyDocument.Length", action("\"*\"")},
        {Kind::Session, 2048, "InvalidParameter.PolicySize", action("\"*\"")},
        {Kind::Trust, 4096, "InvalidParameter.AssumeRolePolicyDocument.Length",
         trust(R"({"RAM":"acs:ram::1:root"})")},
    }};
    for (const auto& limit : limits) {
        auto text = limit.valid;
        text.resize(limit.bytes, ' ');
        accepts(text, limit.kind);
        BOOST_TEST(refusal_of(text + ' ', limit.kind).code == limit.code);
        BOOST_TEST(refusal_of(std::string(limit.bytes + 1, '['), limit.kind).code == limit.code);
        BOOST_TEST(refusal_of(std::string(1U << 20U, '{'), limit.kind).code == limit.code);
    }
    BOOST_TEST(refusal_of("{}", Kind::Session).code == "InvalidParameter.PolicyGrammar");
}

BOOST_AUTO_TEST_CASE(is_refused_where_it_is_not_strict_json) {
    refuses("", "line 1, column 1");
    refuses(action("\"*\"") + "x", "line 1");
    refuses(action("\"*\"") + action("\"*\""), "line 1");
    refuses("\n\n  {\"Version\":\"1\",}", "line 3, column 18");
    refuses("\xEF\xBB\xBF" + action("\"*\""), "byte order mark");
    refuses(action("\"*\"") + std::string(1, '\0'), "NUL");
    refuses(action("\"*\"") + std::string("\0garbage", 8), "NUL");
    refuses(action("'*'"), "line 1");
    refuses(action("\"*\", // all\n\"Sid\":\"x\""), "line 1");
    refuses(action("NaN"), "line 1");
    refuses(action("1e99999"), "");
    refuses(action("01"), "line 1");
}

BOOST_AUTO_TEST_CASE(is_refused_with_a_key_that_stands_twice) {
    refuses(R"({"Version":"1","Version":"1","Statement":[]})", "\"Version\" stands twice");
    refuses(action(R"("*","\u0045ffect":"Deny")"), "\"Effect\" stands twice");
    refuses(condition(R"({"Bool":{"a:b":"true"},"Bool":{"a:c":"true"}})"), "stands twice");
    refuses(condition(R"({"StringLike":{"acs:UserAgent":"a","acs:useragent":"b"}})"),
            "letter case");
    // The same key in two objects is no duplicate.
    accepts(condition(R"({"StringLike":{"a:b":"x"},"StringNotLike":{"a:b":"y"}})"));
}

BOOST_AUTO_TEST_CASE(is_refused_with_control_characters_or_half_a_character) {
    for (const auto* const sid :
         {"\\u0000", "\\n", "\\u001f", "\x7F", "\\u007F", "\xC2\x80", "\xC2\x9F", "\\u0085"})
        refuses(with_sid(sid), "control character");
    refuses(with_sid("a\nb"), "must be escaped");
    for (const auto* const sid :
         {"\\ud800", "\\udc00", "\\ud800x", "\\ud800\\ud800", "\\udc00\\ud800", "\xED\xA0\x80",
          "\xC0\x80", "\xE0\x80\x80", "\xF4\x90\x80\x80", "\xFF", "\xC3", "\x80",
          "\xF8\x88\x80\x80\x80"})
        refuses(with_sid(sid), "line 1");
    refuses(R"({"Version":"1","Statement":[],"a\u0000":1})", "control character");
    for (const auto* const sid : {"\\ud83d\\ude00", "\xF0\x9F\x98\x80", "\xC2\xA0", "é中", ""})
        accepts(with_sid(sid));
}

BOOST_AUTO_TEST_CASE(is_refused_where_it_is_nested_too_deep) {
    const auto nested = [](unsigned levels, const std::string& open, const std::string& close) {
        return R"({"Version":)" + repeated(open, levels) + "1" + repeated(close, levels) + "}";
    };
    refuses(nested(15, "[", "]"), "Version is required");
    refuses(nested(16, "[", "]"), "16 levels");
    refuses(nested(15, R"({"a":)", "}"), "Version is required");
    refuses(nested(16, R"({"a":)", "}"), "16 levels");
    refuses(std::string(6144, '['), "16 levels");
    refuses(repeated(R"({"a":)", 1200), "16 levels");
}

BOOST_AUTO_TEST_CASE(tells_its_author_where_and_what) {
    refuses("[]", "policy document: data type mismatch");
    refuses(R"({"Version":"1","Id":"x","Statement":[]})", "\"Id\"; a policy has exactly Version");
    refuses(R"({"Version":1,"Statement":[]})", R"(must be the string "1")");
    refuses(R"({"Version":"1","Statement":[]})", "Statement: the array is empty");
    refuses(R"({"Version":"1","Statement":{}})", "must be an array");
    refuses(statement(R"("Effect":"allow","Action":"*","Resource":"*")"),
            R"(Statement 1, Effect: invalid effect "allow"; write "Allow" or "Deny")");
    refuses(statement(R"("Effect":"Allow","Resource":"*")"),
            "Add an Action or NotAction element to the policy statement.");
    refuses(statement(R"("Effect":"Allow","Action":"*")"), "Add a Resource or NotResource element");
    refuses(statement(R"("Effect":"Allow","Action":"*","NotAction":"a:b","Resource":"*")"),
            "Action and NotAction exclude each other");
    refuses(statement(R"("Effect":"Allow","Action":"*","Resource":"*","Principal":{"RAM":"*"})"),
            "invalid policy element \"Principal\"; a statement has Effect");
    refuses(action(R"(["linkwan:Get*","GetNode"])"),
            "Statement 1, Action, entry 2: invalid action format \"GetNode\"");
    refuses(action("[]"), "at least one entry");
    refuses(action("7"), "data type mismatch");
    refuses(action("null"), "data type mismatch");
    refuses(statement(R"("Effect":"Allow","Action":"*","Resource":"*","Sid":7)"),
            "Statement 1, Sid: data type mismatch");
    refuses(condition(R"({"StringMatches":{"a:b":"x"}})"), "StringEquals, StringNotEquals");
    refuses(condition(R"({"Null":{"a:b":"true"}})"), "'IfExists/Null' is not supported");
    refuses(condition(R"({"BoolIfExists":{"a:b":"true"}})"), "'IfExists/Null' is not supported");
    refuses(condition(R"({"StringEquals":{}})"), "at least one condition key");
    refuses(condition(R"({"StringEquals":{"acs:SourceIp":"10.0.0.1"}})"),
            "takes only IpAddress, NotIpAddress");
    refuses(condition(R"({"IpAddress":{"acs:SourceIp":["10.0.0.1","10.1"]}})"),
            "invalid value \"10.1\"; IpAddress takes an IPv4 or IPv6 address");
    refuses(condition(R"({"Bool":{"a:b":["true","false"]}})"), "multiple Boolean values");
    refuses(action('"' + std::string(3000, 'x') + '"'), "...\"");
}

BOOST_AUTO_TEST_CASE(has_actions_of_a_service_and_a_name) {
    for (const auto* const json :
         {R"("*")", R"("*:*")", R"("a-1?*:b_./-?*")", R"(["LinkWAN:GETnode"])"})
        accepts(action(json));
    for (const auto* const json :
         {R"("")", R"(":")", R"("a:")", R"(":b")", R"("a:b:c")", R"("a b:c")", R"("a:b ")",
          R"("a:é")", R"("a_b:c")", R"("a:${b}")", R"("**")"})
        refuses(action(json), "invalid action format");
    accepts(action("\"a:" + std::string(254, 'b') + '"'));
    refuses(action("\"a:" + std::string(255, 'b') + '"'), "at most 256");
}

BOOST_AUTO_TEST_CASE(has_resources_of_five_segments) {
    for (const auto* const json :
         {R"("*")", R"("acs:*:*:*:*")", R"("acs:linkwan::*:x")", R"("acs:l-?*:r-?*:1?*:a:b/C é")",
          R"("acs:ram:*:system:policy/X")"})
        accepts(resource(json));
    for (const auto* const json : {R"("arn:linkwan:*:*:x")", R"("ACS:linkwan:*:*:x")", R"("**")",
                                   R"("acs:linkwan:*:x")", R"("acs")", R"("")", R"("gateway/1")"})
        refuses(resource(json), "ARN prefix");
    for (const auto* const json :
         {R"("acs:LinkWAN:*:*:x")", R"("acs::*:*:x")", R"("acs:linkwan:CN:*:x")",
          R"("acs:linkwan:*::x")", R"("acs:linkwan:*:abc:x")", R"("acs:linkwan:*:*:")",
          R"("acs:linkwan:*:syst*:x")", R"("acs:linkwan:a_b:*:x")"})
        refuses(resource(json), "invalid ARN");
    refuses(resource(R"("acs:linkwan:*:*:gateway/${gwEui}")"), "variables");
}

BOOST_AUTO_TEST_CASE(has_condition_keys_of_the_operators_type) {
    for (const auto* const json :
         {"{}", R"({"StringLike":{"acs:RequestTag/team":"a"}})",
          R"({"IpAddress":{"ACS:vpcsourceip":"::1"}})",
          R"({"NumericEquals":{"oss:Count":["1","2"]}})",
          R"({"DateEquals":{"oss:When:x":"2026-01-01T00:00:00Z"}})",
          // What goes with ram:PassRole; no request has it.
          R"({"StringEquals":{"acs:Service":"example.aliyuncs.com"}})",
          R"({"StringEquals":{"demo:x":""}})", R"({"Bool":{"demo:x":["TRUE"]}})"})
        accepts(condition(json));
    for (const auto* const key : {"acs:", ":x", "x", "-a:x", "a_b:x", "é:x", ""})
        refuses(condition(R"({"StringEquals":{")" + std::string{key} + R"(":"v"}})"), "key format");
    for (const auto* const key : {"acs:SourceAddress", "ACS:x", "linkwan:x", "LinkWAN:y",
                                  "acs:RequestTag/", "acs:SourceIp ", "acs:Services"})
        refuses(condition(R"({"StringEquals":{")" + std::string{key} + R"(":"v"}})"),
                "there is no condition key");
    accepts(condition(R"({"StringEquals":{"a:)" + repeated("é", 128) + R"(":"v"}})"));
    refuses(condition(R"({"StringEquals":{"a:)" + repeated("é", 129) + R"(":"v"}})"), "key format");
    refuses(condition(R"({"StringEquals":{"a:b":"${acs:x}"}})"), "variables");
    refuses(condition(R"({"Bool":{"acs:SecureTransport":true}})"), "data type mismatch");
    refuses(condition("[]"), "data type mismatch");
    refuses(condition(R"({"Bool":[]})"), "data type mismatch");
}

BOOST_AUTO_TEST_CASE(of_trust_names_whom_it_trusts) {
    for (const auto* const json : {R"({"RAM":"acs:ram::1:root"})",
                                   R"({"RAM":["acs:ram::1:user/A.b_c-d","acs:ram::2:role/r"]})",
                                   R"({"Service":"linkwan.aliyuncs.com"})",
                                   R"({"Federated":["acs:ram::1:saml-provider/x"]})"})
        accepts(trust(json), Kind::Trust);
    for (const auto* const json :
         {R"({"RAM":"*"})", R"({"RAM":"1"})", R"({"RAM":"acs:ram:*:1:root"})",
          R"({"RAM":"acs:ram::*:root"})", R"({"RAM":"acs:ram::1:user/*"})",
          R"({"RAM":"acs:ram::1:user/"})", R"({"RAM":"acs:ram::1:group/x"})",
          R"({"RAM":"acs:ram::1:Root"})", R"({"Service":"*"})", R"({"Federated":""})"})
        refuses(trust(json), "invalid principal", Kind::Trust);
    refuses(trust("{}"), "at least one of RAM", Kind::Trust);
    refuses(trust(R"("*")"), "data type mismatch", Kind::Trust);
    refuses(trust(R"({"AWS":"x"})"), "\"AWS\"", Kind::Trust);
    refuses(trust(R"({"RAM":"acs:ram::1:root"},"Resource":"*")"), "\"Resource\"", Kind::Trust);
    refuses(trust(R"({"RAM":"acs:ram::1:root"},"NotAction":"a:b")"), "\"NotAction\"", Kind::Trust);
    refuses(action("\"*\""), "\"Resource\"", Kind::Trust);
    refuses(statement(R"("Effect":"Allow","Action":"*")"), "Principal", Kind::Trust);
    refuses(trust(R"({"RAM":"acs:ram::1:root"})"), "\"Principal\"", Kind::Identity);
}

BOOST_AUTO_TEST_CASE(has_as_many_statements_and_entries_as_its_size_allows) {
    const auto filled = [](const std::string& before, const std::string& one,
                           const std::string& after) {
        auto text = before + one;
        while (text.size() + 1 + one.size() + after.size() <= 6144)
            text += ',' + one;
        return text + after;
    };
    accepts(filled(R"({"Version":"1","Statement":[)",
                   R"({"Effect":"Deny","Action":"*","Resource":"*"})", "]}"));
    const std::string begin = R"({"Version":"1","Statement":[{"Effect":"Allow",)";
    accepts(filled(begin + R"("Resource":"*","Action":[)", R"("a:b")", "]}]}"));
    accepts(filled(begin + R"("Action":"*","Resource":[)", R"("*")", "]}]}"));
    accepts(filled(begin + R"("Action":"*","Resource":"*","Condition":{"StringLike":{"a:b":[)",
                   R"("")", "]}}}]}"));
}

BOOST_AUTO_TEST_CASE(survives_being_cut_anywhere) {
    for (const auto& [text, kind] : documents()) {
        for (std::size_t at = 0; at < text.size(); ++at) {
            survive(text.substr(0, at), kind);
            survive(text.substr(at), kind);
        }
    }
}

BOOST_AUTO_TEST_CASE(survives_random_changes) {
    std::mt19937 random{6144};
    const std::string marks = "\"\\{}[]:,*?u0${";
    for (const auto& [text, kind] : documents()) {
        if (text.empty()) continue;
        for (unsigned i = 0; i < 200; ++i) {
            auto changed = text;
            for (auto changes = 1 + random() % 3; changes > 0; --changes) {
                const auto at = random() % changed.size();
                switch (random() % 4) {
                case 0: changed[at] = static_cast<char>(random() % 256); break;
                case 1: changed[at] = marks[random() % marks.size()]; break;
                case 2: changed.insert(at, 1, marks[random() % marks.size()]); break;
                default: changed.insert(at, text.substr(random() % text.size(), 20)); break;
                }
            }
            survive(changed, kind);
        }
    }
}

BOOST_AUTO_TEST_SUITE_END()
