#pragma once

#include <atomic>
#include <cstdint>
#include <string>

namespace joingate::proofs {

/// The clocks of a site that preloads library(). Thread-safe.
class MovedClock {
public:
    /// Its file is in `folder`. Moves nothing yet.
    explicit MovedClock(const std::string& folder);
    ~MovedClock();
    MovedClock(const MovedClock&) = delete;
    MovedClock& operator=(const MovedClock&) = delete;

    static std::string library();

    /// From one moment to the next, for all processes.
    void move(std::int64_t seconds) { offsets_->wall += seconds; }
    /// As if so much time had passed since the boot, and nobody had set the wall clock.
    void age(std::int64_t seconds) {
        offsets_->boot += seconds;
        move(seconds);
    }
    /// As the site sees it, in Unix seconds.
    std::int64_t now() const;

private:
    /// As preload/clock.cpp maps it.
    struct Offsets {
        std::atomic<std::int64_t> wall;
        std::atomic<std::int64_t> boot;
    };
    Offsets* offsets_;
};

} // namespace joingate::proofs
