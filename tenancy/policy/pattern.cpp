#include "tenancy/policy/pattern.h"

#include <Poco/Ascii.h>

#include <algorithm>
#include <cstddef>

namespace joingate::policy {
namespace {

/// Request values need not be valid UTF-8 (a User-Agent header is bytes): a stray byte counts as
/// one character together with the continuation bytes behind it.
std::size_t next_character(std::string_view text, std::size_t at) noexcept {
    do {
        ++at;
    } while (at < text.size() && is_continuation(text[at]));
    return at;
}

/// Two cursors and the position of the last star: an earlier star never needs another try, because
/// the later one can take over any run that the earlier one would have given up.
template <class Same>
bool match(std::string_view pattern, std::string_view text, Same same) noexcept {
    std::size_t in_pattern = 0;
    std::size_t in_text = 0;
    std::size_t behind_star = std::string_view::npos;
    std::size_t star_ends = 0; // the last star covers the text up to here
    while (in_text < text.size()) {
        const bool more = in_pattern < pattern.size();
        if (more && pattern[in_pattern] == '*') {
            behind_star = ++in_pattern;
            star_ends = in_text;
            if (behind_star == pattern.size()) return true;
        } else if (more && pattern[in_pattern] == '?') {
            ++in_pattern;
            in_text = next_character(text, in_text);
        } else if (more && same(pattern[in_pattern], text[in_text])) {
            ++in_pattern;
            ++in_text;
        } else if (behind_star != std::string_view::npos) {
            star_ends = next_character(text, star_ends);
            in_pattern = behind_star;
            in_text = star_ends;
        } else {
            return false;
        }
    }
    return pattern.find_first_not_of('*', in_pattern) == std::string_view::npos;
}

bool same_letter(char one, char other) noexcept {
    return one == other || Poco::Ascii::toLower(one) == Poco::Ascii::toLower(other);
}

bool same_byte(char one, char other) noexcept {
    return one == other;
}

} // namespace

bool matches(std::string_view pattern, std::string_view text, LetterCase letter_case) noexcept {
    if (letter_case == LetterCase::Exact)
        return match(pattern, text, [](char one, char other) { return same_byte(one, other); });
    return match(pattern, text, [](char one, char other) { return same_letter(one, other); });
}

bool is_continuation(char byte) noexcept {
    return (static_cast<unsigned char>(byte) & 0xC0U) == 0x80U;
}

bool equals(std::string_view one, std::string_view other, LetterCase letter_case) noexcept {
    if (letter_case == LetterCase::Exact) return one == other;
    return std::equal(one.begin(), one.end(), other.begin(), other.end(), same_letter);
}

} // namespace joingate::policy
