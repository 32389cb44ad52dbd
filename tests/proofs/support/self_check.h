#pragma once

#include "tests/e2e/site.h"
#include "tests/proofs/support/run.h"

namespace joingate::proofs {

inline constexpr const char* kSelfCheck = "the self-check finds nothing";

/// `joingatectl check` of a site whose database works. Tells the run's rule kSelfCheck.
void self_check(const e2e::Site& site, Run& run);

} // namespace joingate::proofs
