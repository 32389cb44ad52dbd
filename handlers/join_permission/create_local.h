#pragma once

#include "handlers/action.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace joingate::permission {

struct Radio {
    std::int64_t rx_delay = 1; ///< seconds
    std::optional<std::int64_t> data_rate;
};

/// The JoinEUI of the new permission with this id: 16 lower-case hex digits.
using JoinEuiOf = std::string (*)(const Call& call, std::int64_t id);

/// What the actions that create an owned LOCAL permission have in common: JoinPermissionName,
/// FreqBandPlanGroupId and ClassMode of the call, then the quota. Data is the id.
Data create_local(Call& call, JoinEuiOf join_eui, const Radio& radio);

/// What create_local() refuses with.
std::vector<Code> create_local_codes();

} // namespace joingate::permission
