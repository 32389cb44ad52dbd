#pragma once

#include "handlers/action.h"

#include <cstdint>

namespace joingate::permission {

/// Locks a ROAMING permission of this instance until the end of the transaction; false where there
/// is none. Its lease, which is there as long as the permission, is locked after it.
bool lock_roaming(Call& call, std::int64_t id);

} // namespace joingate::permission
