// The first line is a pattern, the rest a text.
#include "tenancy/policy/pattern.h"

#include "tests/fuzz/target.h"

#include <algorithm>
#include <cctype>
#include <vector>

namespace joingate::fuzz {
namespace {

using policy::LetterCase;
using policy::matches;

constexpr std::size_t kMostSteps = 1U << 16U;

/// ASCII only, as the rule is.
char lower(char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

/// By a table: row i, column j tells whether the first i characters of the pattern fit the first j
/// of the text.
bool fits(const std::u32string& pattern, const std::u32string& text) {
    std::vector<char> row(text.size() + 1, 0);
    row[0] = 1;
    for (const auto wanted : pattern) {
        std::vector<char> next(text.size() + 1, 0);
        next[0] = static_cast<char>(wanted == U'*' && row[0] != 0);
        for (std::size_t j = 1; j <= text.size(); ++j) {
            if (wanted == U'*')
                next[j] = static_cast<char>(row[j] != 0 || next[j - 1] != 0);
            else
                next[j] =
                    static_cast<char>(row[j - 1] != 0 && (wanted == U'?' || wanted == text[j - 1]));
        }
        row = std::move(next);
    }
    return row.back() != 0;
}

std::string lowered(std::string_view text) {
    std::string out{text};
    std::transform(out.begin(), out.end(), out.begin(), lower);
    return out;
}

} // namespace

void check(std::string_view input) {
    const auto [pattern, text] = cut(input);
    const bool fits_exactly = matches(pattern, text, LetterCase::Exact);
    const bool fits_any_case = matches(pattern, text, LetterCase::Ignored);
    must(!fits_exactly || fits_any_case, "what fits exactly fits in any letter case");
    must(fits_any_case == matches(lowered(pattern), lowered(text), LetterCase::Exact),
         "letter case is that of ASCII");
    must(matches("*", text, LetterCase::Exact), "a star fits everything");
    must(matches('*' + std::string{pattern} + '*', text, LetterCase::Exact) || !fits_exactly,
         "stars around a pattern only widen it");

    std::u32string pattern_characters;
    std::u32string text_characters;
    if (pattern.size() * text.size() > kMostSteps || !decode_utf8(pattern, pattern_characters) ||
        !decode_utf8(text, text_characters))
        return;
    must(fits_exactly == fits(pattern_characters, text_characters),
         "a pattern fits what the slow way says");
}

} // namespace joingate::fuzz
