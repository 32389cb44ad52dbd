#include "tenancy/policy/pattern.h"

#include <Poco/Ascii.h>

#include <algorithm>
#include <cstddef>
#include <cstring>
#include <limits>

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

bool same_letter(char one, char other) noexcept {
    return one == other || Poco::Ascii::toLower(one) == Poco::Ascii::toLower(other);
}

/// Matches a pattern part by part: what stands before the first star has to begin the text, what
/// stands behind the last one has to end it, and each part between two stars is taken where it
/// comes first. A later place never helps, because the star behind the part can take over any run.
class Matcher {
public:
    Matcher(std::string_view text, LetterCase letter_case, Effort& effort) noexcept
        : text_{text}, letter_case_{letter_case}, effort_{effort} {}

    bool fits(std::string_view pattern) noexcept {
        constexpr unsigned kCall = 4;
        effort_.spend(kCall);
        const auto star = pattern.find('*');
        const auto begin = end_of(pattern.substr(0, star), 0);
        if (begin == kNowhere) return false;
        if (star == kNowhere) return begin == text_.size();

        const auto last_star = pattern.rfind('*');
        const auto tail = pattern.substr(last_star + 1);
        const auto end = begin_of_tail(tail, begin);
        if (end == kNowhere || end_of(tail, end) != text_.size()) return false;
        text_ = text_.substr(0, end);
        return has_in_order(pattern.substr(star, last_star - star), begin);
    }

private:
    static constexpr auto kNowhere = std::string_view::npos;

    /// Where the part ends that begins at `at`.
    std::size_t end_of(std::string_view part, std::size_t at) noexcept {
        const auto begin = at;
        for (const char wanted : part) {
            if (at >= text_.size() || (wanted != '?' && !same(wanted, text_[at]))) {
                effort_.spend(at - begin + 1);
                return kNowhere;
            }
            at = wanted == '?' ? next_character(text_, at) : at + 1;
        }
        effort_.spend(at - begin);
        return at;
    }

    /// As many characters before the end of the text as the tail has.
    std::size_t begin_of_tail(std::string_view tail, std::size_t least) noexcept {
        auto at = text_.size();
        bool has_room = true;
        for (const char wanted : tail) {
            if (is_continuation(wanted)) continue;
            has_room = at > least;
            if (!has_room) break;
            do {
                --at;
            } while (at > least && is_continuation(text_[at]));
        }
        effort_.spend(text_.size() - at);
        return has_room ? at : kNowhere;
    }

    /// Whether all parts, each behind a star, come one after the other.
    bool has_in_order(std::string_view parts, std::size_t at) noexcept {
        while (!parts.empty()) {
            effort_.spend(1);
            parts.remove_prefix(1);
            const auto part = parts.substr(0, parts.find('*'));
            parts.remove_prefix(part.size());
            at = end_of_first(part, at);
            if (at == kNowhere || effort_.is_spent()) return false;
        }
        return true;
    }

    std::size_t end_of_first(std::string_view part, std::size_t at) noexcept {
        if (part.empty()) return at;
        // Bytes can be searched for where one that is found begins a character.
        if (letter_case_ == LetterCase::Exact && part.find('?') == kNowhere &&
            !is_continuation(part.front()))
            return end_of_first_bytes(part, at);
        while (at < text_.size() && !effort_.is_spent()) {
            const auto end = end_of(part, at);
            if (end != kNowhere) return end;
            at = next_character(text_, at);
        }
        return kNowhere;
    }

    std::size_t end_of_first_bytes(std::string_view part, std::size_t at) noexcept {
        if (part.size() > text_.size() - at) return kNowhere; // memmem takes no null pointer
        constexpr unsigned kStepsAByte = 4;                   // at worst
        const auto* const found = static_cast<const char*>(
            ::memmem(text_.data() + at, text_.size() - at, part.data(), part.size()));
        const auto end = found == nullptr
                             ? kNowhere
                             : static_cast<std::size_t>(found - text_.data()) + part.size();
        effort_.spend(kStepsAByte * (std::min(end, text_.size()) - at));
        return end;
    }

    bool same(char one, char other) const noexcept {
        return letter_case_ == LetterCase::Exact ? one == other : same_letter(one, other);
    }

    std::string_view text_;
    LetterCase letter_case_;
    Effort& effort_;
};

} // namespace

bool matches(std::string_view pattern, std::string_view text, LetterCase letter_case,
             Effort& effort) noexcept {
    if (effort.is_spent()) return false;
    const bool fits = Matcher{text, letter_case, effort}.fits(pattern);
    return fits && !effort.is_spent();
}

bool matches(std::string_view pattern, std::string_view text, LetterCase letter_case) noexcept {
    Effort unlimited{std::numeric_limits<std::uint64_t>::max()};
    return matches(pattern, text, letter_case, unlimited);
}

bool is_continuation(char byte) noexcept {
    return (static_cast<unsigned char>(byte) & 0xC0U) == 0x80U;
}

bool equals(std::string_view one, std::string_view other, LetterCase letter_case) noexcept {
    if (letter_case == LetterCase::Exact) return one == other;
    return std::equal(one.begin(), one.end(), other.begin(), other.end(), same_letter);
}

} // namespace joingate::policy
