#pragma once

#include <cstdint>
#include <string>

namespace joingate {

/// A JoinEUI for a caller who wants its own but cannot pass one (2018-12-30, domain Q-11): 16
/// lower-case hex digits, the prefix and the low 32 bits of the permission's id.
std::string own_join_eui(std::uint32_t prefix, std::int64_t permission);

} // namespace joingate
