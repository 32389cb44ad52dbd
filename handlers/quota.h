#pragma once

#include "handlers/action.h"

#include <cstdint>
#include <string_view>

namespace joingate::quota {

inline constexpr std::string_view kLocalJoinPermission{"LOCAL_JOIN_PERMISSION"};
inline constexpr std::string_view kRoamingJoinPermission{"ROAMING_JOIN_PERMISSION"};
inline constexpr std::string_view kGateway{"GATEWAY"};
inline constexpr std::string_view kNode{"NODE"};

/// The most that the account may have.
std::int64_t limit(const Account& account, std::string_view quota);

/// One more of the caller's account; throws `exceeded` where that would be more than its limit.
/// Locks the account's row until the end of the transaction, so it is every handler's last
/// statement.
void take(Call& call, std::string_view quota, Code exceeded);

/// So many less; the last statement, too.
void give_back(Call& call, std::string_view quota, std::int64_t count = 1);

} // namespace joingate::quota
