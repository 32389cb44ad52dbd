#pragma once

#include "tests/e2e/answer.h"

#include <string>
#include <vector>

namespace joingate::proofs {

/// Sends the same bytes, which ask for the end of the connection, over `copies` connections that
/// stand already, then reads the answers; bodies with the framing of their chunks. Of an answer
/// that did not come the status is 0.
std::vector<e2e::Answer> volley(const std::string& bytes, unsigned copies, std::uint16_t port);

} // namespace joingate::proofs
