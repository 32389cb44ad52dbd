#pragma once

namespace joingate {

/// Proves that the library reads and writes through the guard: a FCGI_GET_VALUES record, which it
/// would answer by itself, must be refused unanswered, and a good request must pass. Needs
/// FCGX_Init. A worker for which this is false must not serve.
bool record_guard_is_effective();

} // namespace joingate
