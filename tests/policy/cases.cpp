#include "tenancy/policy/cases.h"
#include "tests/support/places.h"

#include <boost/test/unit_test.hpp>

#include <fstream>
#include <sstream>
#include <stdexcept>
#include <string>

using namespace joingate::policy;

namespace {

std::string refusal_of(const std::string& text) {
    std::istringstream file{text};
    try {
        read_cases(file);
    } catch (const std::runtime_error& e) {
        return e.what();
    }
    return {};
}

/// A file with one case, `from` replaced by `to`.
std::string file_with(const std::string& from, const std::string& to) {
    std::string text = R"({"format": 1, "cases": [{"name": "reader",
        "principal": {"account": "1", "user": "alice", "groups": [], "role": null},
        "policies": [{"on": "user:alice", "system": "AdministratorAccess"}],
        "request": {"action": "linkwan:GetNode", "resources": ["acs:linkwan:r:1:node/1"],
                    "context": {"acs:UserAgent": "x"}},
        "expect": "allow"}]})";
    if (!from.empty()) text.replace(text.find(from), from.size(), to);
    return text;
}

void check_refusal(const std::string& from, const std::string& to, const std::string& reason) {
    const auto refusal = refusal_of(file_with(from, to));
    BOOST_TEST_CONTEXT(refusal) {
        BOOST_TEST(refusal.find("reader") != std::string::npos);
        BOOST_TEST(refusal.find(reason) != std::string::npos);
    }
}

} // namespace

BOOST_AUTO_TEST_SUITE(policy_cases)

BOOST_AUTO_TEST_CASE(of_the_specification_come_out_as_expected) {
    std::ifstream file{joingate::places::in_source("tests/policy/policy_cases.json")};
    const auto cases = read_cases(file);
    BOOST_TEST(cases.size() == 308U);
    for (const auto& policy_case : cases) {
        const auto outcome = run(policy_case);
        BOOST_TEST_CONTEXT(policy_case.name << ": " << policy_case.why << ' ' << outcome.reason) {
            BOOST_TEST(to_string(outcome.verdict) == to_string(policy_case.expect));
            BOOST_TEST(outcome.error == policy_case.expected_error);
            BOOST_TEST(as_expected(policy_case, outcome));
        }
    }
}

BOOST_AUTO_TEST_CASE(tell_an_outcome_from_another) {
    std::istringstream file{file_with("\"allow\"", "\"deny\"")};
    const auto cases = read_cases(file);
    BOOST_REQUIRE(cases.size() == 1U);
    BOOST_TEST(!as_expected(cases.front(), run(cases.front())));
}

BOOST_AUTO_TEST_CASE(are_refused_with_their_name_where_they_break_the_format) {
    BOOST_TEST(refusal_of(file_with("", "")) == "");
    check_refusal(R"("expect")", R"("expects")", "expects");
    check_refusal(R"("allow")", R"("maybe")", "invalid-policy");
    check_refusal(R"("allow")", R"("allow", "error": "X")", "error");
    check_refusal(R"("allow")", R"("invalid-policy")", "error");
    check_refusal("user:alice", "users:alice", "users:alice");
    check_refusal("user:alice", "session", "system policy");
    check_refusal("AdministratorAccess", "Admin", "Admin");
    check_refusal(R"("system": "AdministratorAccess")", R"("stored": true)", "document");
    check_refusal(R"("role": null)", R"("role": {"name": "r"})", "not both");
    check_refusal(R"("account": "1", )", "", "account");
    check_refusal(R"(["acs:linkwan:r:1:node/1"])", R"("acs:linkwan:r:1:node/1")", "resources");
    check_refusal(R"("acs:UserAgent": "x")", R"("acs:UserAgent": 7)", "acs:UserAgent");
}

BOOST_AUTO_TEST_CASE(are_refused_where_the_file_is_no_such_file) {
    BOOST_TEST(refusal_of("") != "");
    BOOST_TEST(refusal_of("[]") != "");
    BOOST_TEST(refusal_of(R"({"cases": 1})") != "");
    BOOST_TEST(refusal_of(R"({"format": 2, "cases": []})").find("format 1") != std::string::npos);
    BOOST_TEST(
        refusal_of(file_with(R"("format": 1)", R"("format": 1, "format": 1)")).find("twice") !=
        std::string::npos);
    BOOST_TEST(refusal_of(file_with(R"("name": "reader",)", "")).find("case 1") !=
               std::string::npos);
}

BOOST_AUTO_TEST_CASE(keep_a_document_as_it_was_written) {
    std::istringstream file{
        file_with(R"("system": "AdministratorAccess")",
                  R"("document": {"Version": "1", "Statement": [ "é\u4e2d" ], "A": 1})")};
    const auto cases = read_cases(file);
    BOOST_TEST(cases.front().policies.front().text ==
               R"({"Version":"1","Statement":["é中"],"A":1})");
}

BOOST_AUTO_TEST_SUITE_END()
