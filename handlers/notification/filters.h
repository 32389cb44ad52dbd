#pragma once

#include "handlers/action.h"

#include <string>
#include <vector>

namespace joingate::notification {

/// What the list of notifications and its count filter by.
std::vector<Field> filter_fields();

/// The wanted categories in one text, with commas; empty for all.
std::string categories(const Inputs& in);

/// Refer to `categories`, which must outlive them.
db::Binds filters(const Inputs& in, const std::string& categories);

} // namespace joingate::notification
