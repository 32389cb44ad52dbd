#include "tenancy/policy/pattern.h"

#include <boost/test/unit_test.hpp>

#include <array>
#include <cstdint>
#include <limits>
#include <random>
#include <string>
#include <string_view>
#include <vector>

using namespace joingate::policy;

namespace {

using Characters = std::vector<std::string>;

std::string joined(const Characters& characters) {
    std::string text;
    for (const auto& character : characters)
        text += character;
    return text;
}

std::string lower(std::string character) {
    if (character.size() == 1 && character[0] >= 'A' && character[0] <= 'Z')
        character[0] = static_cast<char>(character[0] - 'A' + 'a');
    return character;
}

/// The definition, as a table over all beginnings of both.
bool matches_by_definition(const Characters& pattern, const Characters& text, bool fold) {
    std::vector<std::vector<bool>> fits(pattern.size() + 1,
                                        std::vector<bool>(text.size() + 1, false));
    fits[0][0] = true;
    for (std::size_t p = 1; p <= pattern.size(); ++p) {
        const auto& wanted = pattern[p - 1];
        for (std::size_t t = 0; t <= text.size(); ++t) {
            if (wanted == "*") {
                fits[p][t] = fits[p - 1][t] || (t > 0 && fits[p][t - 1]);
            } else if (t > 0) {
                const auto& given = text[t - 1];
                const bool same = fold ? lower(wanted) == lower(given) : wanted == given;
                fits[p][t] = fits[p - 1][t - 1] && (wanted == "?" || same);
            }
        }
    }
    return fits[pattern.size()][text.size()];
}

template <std::size_t N>
Characters random_characters(std::mt19937& random, const std::array<const char*, N>& alphabet) {
    Characters characters(std::uniform_int_distribution<std::size_t>{0, 9}(random));
    for (auto& character : characters)
        character = alphabet[std::uniform_int_distribution<std::size_t>{0, N - 1}(random)];
    return characters;
}

} // namespace

BOOST_AUTO_TEST_SUITE(policy_pattern)

BOOST_AUTO_TEST_CASE(agrees_with_its_definition_on_random_texts) {
    constexpr std::array<const char*, 9> of_patterns{"*", "*", "?", "?", "a", "B", "b", "é", "中"};
    constexpr std::array<const char*, 7> of_texts{"a", "A", "b", "é", "É", "中", "*"};
    std::mt19937 random{20190401};
    unsigned hits = 0;
    for (unsigned i = 0; i < 200'000; ++i) {
        const auto pattern = random_characters(random, of_patterns);
        const auto text = random_characters(random, of_texts);
        const auto p = joined(pattern);
        const auto t = joined(text);
        const bool exact = matches_by_definition(pattern, text, false);
        const bool folded = matches_by_definition(pattern, text, true);
        if (matches(p, t, LetterCase::Exact) != exact ||
            matches(p, t, LetterCase::Ignored) != folded)
            BOOST_ERROR("pattern " << p << " on " << t);
        hits += exact ? 1U : 0U;
    }
    BOOST_TEST(hits > 1000U);
}

/// What it costs to find out that a pattern does not fit.
std::uint64_t steps_of_refusal(const std::string& pattern, const std::string& text,
                               LetterCase letter_case) {
    Effort effort{std::numeric_limits<std::uint64_t>::max()};
    BOOST_TEST(!matches(pattern, text, letter_case, effort));
    return effort.steps();
}

BOOST_AUTO_TEST_CASE(takes_at_most_as_many_steps_as_the_product_of_both_lengths) {
    std::string stars;
    while (stars.size() < 6000)
        stars += "*a";
    stars += "*b";
    const std::string text(4096, 'a');
    for (const auto letter_case : {LetterCase::Exact, LetterCase::Ignored})
        for (const auto& pattern :
             {stars, std::string(6144, '*') + 'b', '*' + std::string(3000, 'a') + "b*",
              '*' + std::string(3000, 'a') + "?b*", std::string(3000, '?') + "*b*"}) {
            const auto steps = steps_of_refusal(pattern, text, letter_case);
            BOOST_TEST(steps > 0U);
            BOOST_TEST(steps <= pattern.size() * text.size(), pattern.substr(0, 10));
        }
    BOOST_TEST(matches(std::string(6144, '*'), text, LetterCase::Exact));
}

BOOST_AUTO_TEST_CASE(searches_behind_a_star_in_one_pass) {
    const std::string text(4096, 'a');
    const std::string part(500, 'a');
    BOOST_TEST(steps_of_refusal('*' + part + 'b', text, LetterCase::Exact) < 2000U);
    BOOST_TEST(steps_of_refusal('*' + part + 'b', text, LetterCase::Ignored) < 2000U);
    BOOST_TEST(steps_of_refusal('*' + part + "b*", text, LetterCase::Exact) < 20'000U);
    BOOST_TEST(steps_of_refusal("*a*" + part + "b*" + part + "b*c", text + 'c', LetterCase::Exact) <
               20'000U);
}

BOOST_AUTO_TEST_CASE(fits_nothing_once_the_effort_is_spent) {
    Effort effort{100};
    BOOST_TEST(matches("a*", "ab", LetterCase::Exact, effort));
    BOOST_TEST(!matches("*a?b*", std::string(1000, 'a'), LetterCase::Exact, effort));
    BOOST_TEST(effort.is_spent());
    BOOST_TEST(effort.steps() < 200U);
    BOOST_TEST(!matches("a", "a", LetterCase::Exact, effort));
}

BOOST_AUTO_TEST_CASE(survives_bytes_that_are_not_utf_8) {
    for (const std::string_view text : {"\x80", "\xFF", "\xE4\xB8", "a\xC3", "\x80\x80\x80z"}) {
        BOOST_TEST(matches("*", text, LetterCase::Exact));
        BOOST_TEST(!matches("b*", text, LetterCase::Ignored));
        matches("?*?", text, LetterCase::Exact);
    }
    BOOST_TEST(matches("?", "\xE4\xB8", LetterCase::Exact));
}

BOOST_AUTO_TEST_CASE(folds_ascii_letters_only) {
    BOOST_TEST(equals("aZ-09", "Az-09", LetterCase::Ignored));
    BOOST_TEST(!equals("aZ", "Az", LetterCase::Exact));
    BOOST_TEST(!equals("É", "é", LetterCase::Ignored));
    BOOST_TEST(!equals("@", "`", LetterCase::Ignored));
    BOOST_TEST(!equals("[", "{", LetterCase::Ignored));
    BOOST_TEST(!equals("a", "ab", LetterCase::Ignored));
}

BOOST_AUTO_TEST_SUITE_END()
