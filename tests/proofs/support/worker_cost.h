#pragma once

#include "tests/proofs/support/party.h"

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

namespace joingate::proofs {

/// CPU and memory that one thing cost.
struct Cost {
    std::chrono::nanoseconds cpu{};
    std::uint64_t bytes = 0;
};

/// What each of `count` calls of `call` costs a site: CPU on average, of its workers and nginx;
/// memory as the growth of the peak of its first worker.
Cost cost_of(Site& site, unsigned count, const std::function<void()>& call);

struct ProgramCost : Cost {
    int status = 0; ///< as wait(2) tells it
};

/// What a program's run costs from its beginning to its end, memory as its peak. Its output is
/// dropped.
ProgramCost cost_of_program(const std::string& program, const std::vector<std::string>& arguments);

} // namespace joingate::proofs
