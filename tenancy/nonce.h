#pragma once

#include "tenancy/monotonic_clock.h"
#include "tenancy/shared_memory.h"

#include <cstdint>
#include <string_view>
#include <utility>

namespace joingate {

/// Remembers which nonces were used (spec "robustness", section 8). Thread-safe.
class NonceStore {
public:
    enum class Verdict { Full, Used, Fresh };

    virtual ~NonceStore() = default;

    /// Fresh for exactly one caller of the same (access key, nonce), over all processes, until
    /// `keep_seconds` have passed, 1..86400 (std::out_of_range beyond). Full: refuse the request,
    /// nothing is known about it.
    virtual Verdict use(std::string_view access_key_id, std::string_view nonce,
                        std::uint32_t keep_seconds) = 0;
};

class SharedNonceStore final : public NonceStore {
public:
    explicit SharedNonceStore(const SharedMemory& memory, MonotonicClock clock = time_since_boot)
        : memory_{memory}, clock_{std::move(clock)} {}
    Verdict use(std::string_view access_key_id, std::string_view nonce,
                std::uint32_t keep_seconds) override;

private:
    const SharedMemory& memory_;
    MonotonicClock clock_;
};

} // namespace joingate
