#pragma once

#include <string_view>
#include <vector>

namespace joingate {

/// The one of `known` that somebody who wrote `wanted` most likely meant, for "did you mean …?":
/// the letter case does not count, and a name without a dot is also held against what stands behind
/// the dot of a known one. Empty if none is near.
std::string_view nearest(std::string_view wanted, const std::vector<std::string_view>& known);

} // namespace joingate
