#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace joingate {

/// The platform's JoinEUI, shared by all who do not want one of their own (api.json,
/// default_join_eui).
inline constexpr std::string_view kDefaultJoinEui{"d896e0efff000000"};

/// A JoinEUI for a caller who wants its own but cannot pass one (2018-12-30, domain Q-11): 16
/// lower-case hex digits, the prefix and the low 32 bits of the permission's id.
std::string own_join_eui(std::uint32_t prefix, std::int64_t permission);

} // namespace joingate
