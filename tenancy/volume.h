#pragma once

#include <optional>
#include <string>

namespace joingate {

/// How full the volume with the database server's files may get (spec "robustness", section 9).
struct VolumeLimits {
    /// Anywhere on that volume. Empty: where the server says that its files are, if it is reached
    /// by a Unix socket; the volume of another machine is not watched.
    std::string folder;
    unsigned alarm_percent = 20; ///< with less free space the log has an alarm
    unsigned refuse_percent = 5; ///< with less, nothing is created any more; 0: never
};

/// How much of the volume with this folder is free for programs that are not root: 0 to 100. None
/// where it cannot be seen.
std::optional<double> free_percent(const std::string& folder);

} // namespace joingate
