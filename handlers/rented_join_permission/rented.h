#pragma once

#include "handlers/action.h"

#include <vector>

namespace joingate::permission {

/// What the list of rented permissions and its count filter by.
std::vector<Field> rented_filter_fields();
db::Binds rented_filters(const Inputs& in);

} // namespace joingate::permission
