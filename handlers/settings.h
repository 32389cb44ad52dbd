#pragma once

#include <cstdint>

namespace joingate {

/// What an operator may set about the API itself. Read at start; immutable after that.
struct HandlerSettings {
    /// Look-ups of renters that do not exist, per account (domain Q-7). This many misses within the
    /// window, which begins with the first of them, block every further look-up.
    std::int64_t renter_misses = 5;
    std::int64_t renter_window_millis = 600'000;
    std::int64_t renter_block_millis = 600'000;

    /// First half of the JoinEUIs that the server assigns (domain Q-11).
    std::uint32_t own_join_eui_prefix = 0xd896e0ee;
};

inline constexpr HandlerSettings kDefaultHandlerSettings{};

} // namespace joingate
