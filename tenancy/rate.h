#pragma once

#include "tenancy/monotonic_clock.h"
#include "tenancy/shared_memory.h"

#include <cstdint>
#include <string_view>
#include <utility>

namespace joingate {

/// Counts accepted calls per (account, action) and second of the monotonic clock, exactly, over all
/// workers. Thread-safe.
class RateLimiter {
public:
    struct Verdict {
        enum class Kind { Full, Throttled, Accepted } kind = Kind::Full;
        /// Until the next second begins, 1..1000; meaningful when throttled.
        unsigned retry_after_millis = 0;
    };

    virtual ~RateLimiter() = default;

    /// A refused call does not count. `limit` is in calls per second: 0 refuses all, more than
    /// 65535 means 65535. Full: refuse the request, it cannot be counted.
    virtual Verdict admit(std::string_view account, std::string_view action, unsigned limit) = 0;
};

class SharedRateLimiter final : public RateLimiter {
public:
    explicit SharedRateLimiter(const SharedMemory& memory, MonotonicClock clock = time_since_boot)
        : memory_{memory}, clock_{std::move(clock)} {}
    Verdict admit(std::string_view account, std::string_view action, unsigned limit) override;

private:
    const SharedMemory& memory_;
    MonotonicClock clock_;
};

} // namespace joingate
