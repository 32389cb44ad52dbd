#pragma once

#include <cstdint>

namespace joingate {

/// Against guessing: this many misses of an account within the window, which begins with the first
/// of them, block every further try until the block has ended. A hit resets nothing.
struct MissLimits {
    std::int64_t misses = 5;
    std::int64_t window_millis = 600'000;
    std::int64_t block_millis = 600'000;
};

/// What an operator may set about the API itself. Read at start; immutable after that.
struct HandlerSettings {
    /// Look-ups of renters that do not exist (domain Q-7).
    MissLimits renter;
    /// PINs that do not fit their node or gateway.
    MissLimits pin;

    /// First half of the JoinEUIs that the server assigns (domain Q-11).
    std::uint32_t own_join_eui_prefix = 0xd896e0ee;
};

inline constexpr HandlerSettings kDefaultHandlerSettings{};

} // namespace joingate
