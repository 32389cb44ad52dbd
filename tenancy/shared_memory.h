#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace joingate {

/// The file mapped by all workers and by joingatectl: nonce table, rate counters, generations.
/// Atomic words only, so that a killed process leaves nothing held. Created by the first that
/// comes; never shrunk or laid out anew while it exists. Thread-safe.
class SharedMemory {
public:
    struct Layout {
        std::size_t nonce_capacity = std::size_t{1} << 20; ///< nonces kept at once, a power of two
        std::size_t rate_capacity = std::size_t{1}
                                    << 17; ///< (account, action) pairs per second, a power of two
    };

    /// Throws std::runtime_error where the file cannot be used or has another layout or version:
    /// workers then answer 503 rather than let a request pass.
    SharedMemory(const std::string& path, Layout layout);
    ~SharedMemory();
    SharedMemory(const SharedMemory&) = delete;
    SharedMemory& operator=(const SharedMemory&) = delete;

    /// Number that changes whenever something about this name (an account or an access key id)
    /// changed. Names share slots, so it may also change for others.
    std::uint64_t generation(std::string_view name) const;
    /// After the change is committed and before it is acknowledged.
    void raise_generation(std::string_view name) const;

    std::uint64_t* nonces() const { return nonces_; }
    std::uint64_t* rates() const { return rates_; }
    const Layout& layout() const { return layout_; }

    /// Keyed hash (the key is random and lives in the file): callers cannot choose colliding names.
    std::uint64_t hash(std::string_view first, std::string_view second) const;

private:
    Layout layout_;
    void* base_ = nullptr;
    std::size_t size_ = 0;
    std::uint64_t* nonces_ = nullptr;
    std::uint64_t* rates_ = nullptr;
    std::uint64_t* generations_ = nullptr;
};

} // namespace joingate
