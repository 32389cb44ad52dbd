#pragma once

#include <cstdint>

namespace joingate {

/// No radio traffic passes here: every count of packets stands still.
inline constexpr std::int64_t kNoPackets = 0;

} // namespace joingate
