#pragma once

#include "tests/e2e/answer.h"

#include <optional>
#include <string>

namespace joingate::proofs {

/// The first whole HTTP answer in `bytes`, which is taken off them; interim ones (1xx) go with it.
/// None where more must come. `ended` says that the connection is closed, `headless` that the
/// request was a HEAD. What has no status line is an answer of HTTP/0.9: a body, to the end. Throws
/// std::runtime_error for bytes that can never become an answer.
std::optional<e2e::Answer> take_answer(std::string& bytes, bool ended, bool headless = false);

/// What makes the body of an answer bad: not well-formed JSON or XML, or without a RequestId. Empty
/// for a good one.
std::string fault_of_body(const std::string& body);

} // namespace joingate::proofs
