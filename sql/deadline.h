#pragma once

#include <algorithm>
#include <chrono>

namespace joingate::db {

/// A point on the monotonic clock after which work is no longer worth doing. Copyable; thread-safe.
class Deadline {
public:
    using Clock = std::chrono::steady_clock;
    using Millis = std::chrono::milliseconds;

    static Deadline after(Millis budget) { return Deadline{Clock::now() + budget}; }

    bool passed() const { return Clock::now() >= at_; }

    /// Never negative.
    Millis left() const {
        const auto rest = std::chrono::duration_cast<Millis>(at_ - Clock::now());
        return std::max(rest, Millis{0});
    }

private:
    explicit Deadline(Clock::time_point at) : at_{at} {}
    Clock::time_point at_;
};

} // namespace joingate::db
