#pragma once

#include "handlers/action.h"

#include <vector>

namespace joingate::gateway {

/// The filters of the actions that list and count gateways.
std::vector<Field> filter_fields();
/// As own_gateways takes them. Throws InvalidParameter for a plan that there is not.
db::Binds filters(const Inputs& in);

} // namespace joingate::gateway
