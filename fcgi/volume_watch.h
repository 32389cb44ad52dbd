#pragma once

#include "sql/database.h"

#include <atomic>
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

/// What is left for clean-up: once the volume is full, not even a deletion can be written down.
/// Thread-safe, but only one thread may look().
class VolumeWatch {
public:
    VolumeWatch(const db::Database& database, VolumeLimits limits);

    /// Every second or so; logs what has changed.
    void look();
    bool is_nearly_full() const { return nearly_full_; }

private:
    enum class State { NotSeen, Hidden, Roomy, Alarm, NearlyFull };

    State state(const std::string& folder);

    const db::Database& database_;
    const VolumeLimits limits_;
    State state_ = State::NotSeen;
    std::string free_; ///< as text, for the log
    std::atomic<bool> nearly_full_{false};
};

} // namespace joingate
