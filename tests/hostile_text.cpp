#include "handlers/action.h"
#include "tests/support/hostile_texts.h"
#include "tests/support/recipes.h"

#include <boost/test/unit_test.hpp>

#include <string>
#include <vector>

namespace {

using namespace joingate;
using test::hostile_texts;
using test::is_documented;
using test::TwoTenants;

bool may_take(const Field& field, const std::string& text) {
    switch (field.rule()) {
    case Rule::Text:
    case Rule::EuiPart:
    case Rule::Eui: return true; // an EUI may be one that the action then ignores
    case Rule::Name: return is_unit_name(text);
    case Rule::Id: return field.can_name_nothing();
    case Rule::Number:
    case Rule::Decimal: return text == "-1" && field.least().value_or(-1) <= -1;
    default: return false;
    }
}

/// A refusal that is counted, so that the next guesses are refused too.
bool is_counted(const std::string& code) {
    return code == "RenterDoesNotExist" || code == "InvalidPinCode";
}

std::string sent_name(const Field& field) {
    return std::string{field.name()} + (field.most_items() ? ".1" : "");
}

} // namespace

BOOST_FIXTURE_TEST_SUITE(hostile_text, TwoTenants)

BOOST_AUTO_TEST_CASE(gets_a_documented_refusal_or_harms_nobody_in_every_parameter) {
    for (const auto& action : all_actions()) {
        empty();
        auto call = test::good_call(*this, action.name());
        BOOST_TEST_REQUIRE(call.has_value());
        for (const auto& field : action.fields())
            for (const auto& text : hostile_texts()) {
                const auto before = fingerprint();
                const auto code =
                    call->caller
                        ->outcome(action.name(),
                                  test::with(call->params, {{sent_name(field), text}}))
                        .code;
                BOOST_TEST_CONTEXT(action.name()
                                   << ' ' << field.name() << " = " << text.substr(0, 40)) {
                    BOOST_TEST((code.empty() || is_documented(action, code)), code);
                    if (!code.empty() && !is_counted(code))
                        BOOST_TEST((fingerprint() == before),
                                   "a refused call changed the database");
                    // A filter takes any text, and finds nothing by these.
                    if (code.empty())
                        BOOST_TEST(may_take(field, text), "taken for good: " << field.name());
                }
                if (is_counted(code) || (code.empty() && action.kind() == Action::Kind::Write)) {
                    empty();
                    call = test::good_call(*this, action.name());
                }
            }
    }
}

BOOST_AUTO_TEST_CASE(comes_back_as_it_was_sent_where_it_is_a_name) {
    for (const std::string name : {"凭证_1", "ABCD", "____", "一二三四五六七八九十一二三四五",
                                   "\U00020000\U00020001", "abcdefghijabcdefghijabcdefghij"}) {
        const auto id = permission(name);
        BOOST_TEST(owner.calls("GetOwnedJoinPermission", {{"JoinPermissionId", id}}) == "");
        BOOST_TEST(owner.field("JoinPermissionName") == name);
    }
}

BOOST_AUTO_TEST_CASE(matches_itself_in_a_filter) {
    permission("with_score");
    permission("withXscore");
    const auto found = [&](const std::string& part) {
        owner.calls("ListOwnedJoinPermissions",
                    {{"Offset", "0"}, {"Limit", "10"}, {"FuzzyJoinPermissionName", part}});
        return owner.field("TotalCount");
    };
    BOOST_TEST(found("h_s") == "1");
    BOOST_TEST(found("%") == "0");
    BOOST_TEST(found("'") == "0");
}

BOOST_AUTO_TEST_SUITE_END()
