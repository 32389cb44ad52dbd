#pragma once

#include "sql/database.h"
#include "tenancy/volume.h"

#include <atomic>
#include <string>

namespace joingate {

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
