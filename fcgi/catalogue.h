#pragma once

#include <string>

namespace joingate {

/// Every action's descriptor and every refusal as one JSON document, for `joingated --describe`:
/// what the docs, the explorer and the contract test are made of. Ends with a line feed.
std::string catalogue();

} // namespace joingate
