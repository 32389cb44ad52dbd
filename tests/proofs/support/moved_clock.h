#pragma once

#include <atomic>
#include <cstdint>
#include <string>

namespace joingate::proofs {

/// The wall clock of a site that preloads library(). Thread-safe.
class MovedClock {
public:
    /// Its file is in `folder`. Moves nothing yet.
    explicit MovedClock(const std::string& folder);
    ~MovedClock();
    MovedClock(const MovedClock&) = delete;
    MovedClock& operator=(const MovedClock&) = delete;

    static std::string library();

    /// From one moment to the next, for all processes.
    void move(std::int64_t seconds) { *offset_ += seconds; }
    /// As the site sees it, in Unix seconds.
    std::int64_t now() const;

private:
    std::atomic<std::int64_t>* offset_;
};

} // namespace joingate::proofs
