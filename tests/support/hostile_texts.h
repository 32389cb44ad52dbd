#pragma once

#include "handlers/action.h"

#include <string>
#include <vector>

namespace joingate::test {

/// Values that no parameter is meant for: bad UTF-8, controls, SQL, paths, numbers in other
/// spellings.
const std::vector<std::string>& hostile_texts();

/// Whether the action may refuse a value that it cannot use with this code of the wire.
bool is_documented(const Action& action, const std::string& code);

} // namespace joingate::test
