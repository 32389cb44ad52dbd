#pragma once

#include <random>
#include <string>
#include <vector>

namespace joingate::proofs {

/// `count` different SQL injections, chosen from what a small grammar yields; the plainest is
/// always the first.
std::vector<std::string> injections(std::size_t count, std::mt19937_64 random);

} // namespace joingate::proofs
