#pragma once

#include "tenancy/shared_memory.h"

#include <chrono>
#include <cstdint>
#include <functional>
#include <string_view>
#include <utility>

namespace joingate {

/// Remembers which nonces were used (spec "robustness", section 8). Thread-safe.
class NonceStore {
public:
    enum class Verdict { Full, Lost, Used, Fresh };

    /// How long a nonce is known beyond the time for which its stamp is good: a wall clock that is
    /// set back by less costs nobody anything.
    static constexpr std::int64_t kGraceSeconds = 60;

    virtual ~NonceStore() = default;

    /// Fresh for exactly one caller of the same (access key, nonce), over all processes, until
    /// `keep_seconds` have passed, 1..86400 (std::out_of_range beyond). Full, and Lost (the shared
    /// memory is no longer that of the others): refuse the request, nothing is known about it.
    virtual Verdict use(std::string_view access_key_id, std::string_view nonce,
                        std::uint32_t keep_seconds) = 0;

    /// The newest stamp (Unix seconds) of which nonces may be forgotten: refuse it, it may be a
    /// replay. To be asked before use(), and once more if that says Fresh: a caller that stood
    /// still in between may have found its own slot freed.
    virtual std::int64_t forgotten(SharedMemory::Moment now) = 0;
};

/// Its time is the newest wall clock that any process brought to forgotten(): it stands still while
/// the wall clock is set back.
class SharedNonceStore final : public NonceStore {
public:
    using NonceClock = std::function<std::chrono::nanoseconds()>;

    explicit SharedNonceStore(const SharedMemory& memory);
    SharedNonceStore(const SharedMemory& memory, NonceClock clock)
        : memory_{memory}, clock_{std::move(clock)} {}
    Verdict use(std::string_view access_key_id, std::string_view nonce,
                std::uint32_t keep_seconds) override;
    std::int64_t forgotten(SharedMemory::Moment now) override;

private:
    const SharedMemory& memory_;
    NonceClock clock_;
};

} // namespace joingate
