#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace joingate {

inline constexpr std::string_view kDigits = "0123456789";
inline constexpr std::string_view kSmallLettersAndDigits = "abcdefghijklmnopqrstuvwxyz0123456789";
inline constexpr std::string_view kLettersAndDigits =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

/// Every character equally likely, from RAND_bytes. Throws std::runtime_error without randomness.
std::string random_text(std::string_view alphabet, std::size_t length);

} // namespace joingate
