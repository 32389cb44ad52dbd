#pragma once

#include <string_view>

namespace joingate {

/// The platform's JoinEUI, shared by all who do not want one of their own (api.json,
/// default_join_eui).
inline constexpr std::string_view kDefaultJoinEui{"d896e0efff000000"};

} // namespace joingate
