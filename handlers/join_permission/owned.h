#pragma once

#include "handlers/action.h"

#include <vector>

namespace joingate::permission {

/// What the list of owned permissions and its count filter by.
std::vector<Field> owned_filter_fields();
db::Binds owned_filters(Call& call);

} // namespace joingate::permission
