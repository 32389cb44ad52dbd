#pragma once

#include <string_view>

namespace joingate::policy {

/// Only the 26 ASCII letters have a case here (spec "policy", M7): no Unicode folding anywhere.
enum class LetterCase { Exact, Ignored };

/// Whether all of `text` fits `pattern`: `*` is any run, also an empty one, `?` is one code point,
/// and everything else is itself. At most |pattern| x |text| steps, no recursion, no allocation (M4
/// to M6).
bool matches(std::string_view pattern, std::string_view text, LetterCase letter_case) noexcept;

/// A byte of a UTF-8 sequence that is not its first.
bool is_continuation(char byte) noexcept;

bool equals(std::string_view one, std::string_view other, LetterCase letter_case) noexcept;

} // namespace joingate::policy
