#pragma once

#include "handlers/action.h"

#include <cstdint>

namespace joingate::notification {

/// Tells the party of an order that is not the caller what the caller has just made of it; while
/// the order's lease is still there. Domain section 8: nobody is told what he did himself.
void notify_other_party(Call& call, std::int64_t order);

} // namespace joingate::notification
