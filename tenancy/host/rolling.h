#pragma once

#include <functional>
#include <string>

namespace joingate::host {

/// Has systemd read changed unit files, then restarts every worker that runs or tries to, one after
/// the other, each only once the one before answers requests again: the others serve meanwhile, and
/// systemd keeps the socket. `tell` gets the name of each when it is done. Returns how many that
/// were. Throws std::runtime_error at the first that does not come back; those behind it go on as
/// they are.
unsigned restart_workers(const std::function<void(const std::string& unit)>& tell);

} // namespace joingate::host
