#pragma once

#include "tenancy/monotonic_clock.h"
#include "tenancy/shared_memory.h"

#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <utility>

namespace joingate {

/// Calls per second by action; "*" for those that have no rate of their own.
using Rates = std::map<std::string, unsigned, std::less<>>;

/// How many calls a second an account may make over all actions: 64 times the rate of "*", which is
/// more than any account can make good use of, and every rate of an action's own on top, so that
/// each can be used up. At most 65535, which is as far as the counter goes.
unsigned account_ceiling(const Rates& rates);

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
