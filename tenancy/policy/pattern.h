#pragma once

#include <cstdint>
#include <string_view>

namespace joingate::policy {

/// Only the 26 ASCII letters have a case here (spec "policy", M7): no Unicode folding anywhere.
enum class LetterCase { Exact, Ignored };

/// Counts the steps that matching takes, each of about a nanosecond, and ends it where they are too
/// many (spec "robustness", section 2: a refusal costs at most 20 ms). Not thread-safe.
class Effort {
public:
    /// Many times what honest policies need.
    static constexpr std::uint64_t kMost = 12'000'000;

    explicit Effort(std::uint64_t most = kMost) : most_{most} {}

    void spend(std::uint64_t steps) noexcept { steps_ += steps; }
    /// Then `matches` says false to everything, and nothing may be concluded from it.
    bool is_spent() const noexcept { return steps_ > most_; }
    std::uint64_t steps() const noexcept { return steps_; }

private:
    std::uint64_t most_;
    std::uint64_t steps_ = 0;
};

/// Whether all of `text` fits `pattern`: `*` is any run, also an empty one, `?` is one code point,
/// and everything else is itself. At most |pattern| x |text| steps, no recursion, no allocation (M4
/// to M6).
bool matches(std::string_view pattern, std::string_view text, LetterCase letter_case,
             Effort& effort) noexcept;

/// The same without a limit.
bool matches(std::string_view pattern, std::string_view text, LetterCase letter_case) noexcept;

/// A byte of a UTF-8 sequence that is not its first.
bool is_continuation(char byte) noexcept;

bool equals(std::string_view one, std::string_view other, LetterCase letter_case) noexcept;

} // namespace joingate::policy
