#pragma once

#include <chrono>
#include <functional>

namespace joingate {

/// Time since boot, the same for all processes. Tests put a clock of their own in its place.
using MonotonicClock = std::function<std::chrono::nanoseconds()>;

inline std::chrono::nanoseconds time_since_boot() {
    return std::chrono::steady_clock::now().time_since_epoch(); // CLOCK_MONOTONIC
}

} // namespace joingate
