#pragma once

#include <array>
#include <atomic>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace joingate {

/// The file mapped by all workers and by joingatectl: nonce table, rate counters, generations.
/// Atomic words only, so that a killed process leaves nothing held. Created by the first that
/// comes; never shrunk or laid out anew while it exists. Thread-safe.
class SharedMemory {
public:
    using Word = std::atomic<std::uint64_t>;

    struct Layout {
        /// Nonces kept at once, a power of two from 128 to 2^40. About 60 % of it can be used
        /// before the fullest bucket refuses: room for 60 % / 960 s of calls per second. 64 MiB.
        std::size_t nonce_capacity = std::size_t{1} << 23;
        /// (account, action) pairs per second, a power of two from 16 to 2^28. 1 MiB.
        std::size_t rate_capacity = std::size_t{1} << 17;
        /// How far from the clock a stamp is good. Part of the layout: a nonce that was kept for a
        /// shorter window may be gone while a longer one still lets its request pass.
        std::uint32_t window_seconds = 900;
    };

    /// One instant by two clocks. They do not tick their seconds together: whoever compares them
    /// must not cut them to seconds first.
    struct Moment {
        std::chrono::nanoseconds wall; ///< Unix time
        std::chrono::nanoseconds
            boot; ///< since the boot: nobody sets it, and it counts a suspension

        /// The two clocks are read within kApart of each other.
        static Moment now();
        static constexpr std::chrono::milliseconds kApart{1};

        /// The Unix second that runs: the stamp of a request that is signed now.
        std::int64_t second() const {
            return std::chrono::floor<std::chrono::seconds>(wall).count();
        }
    };

    /// Creates the file, mode 0660, unless it is there. Throws std::runtime_error where it cannot
    /// be used, has another layout or version, is open to all users, or is left from before the
    /// last boot (its rates are of that boot's monotonic clock): workers then answer 503 rather
    /// than let a request pass.
    ///
    /// The file may belong to another user if its folder can be trusted: the folder belongs to root
    /// or to the effective user, and not everybody may write it. So root's joingatectl and the
    /// workers share one file, whoever makes it first; a setgid folder gives it their group.
    /// What a member of that group can do to root, at worst: put wrong numbers into the file, which
    /// every worker can do anyway, or cut it, which ends joingatectl by SIGBUS. A symbolic link is
    /// not followed. An existing file is never created, cut or changed before its whole header is
    /// found right, so a hard link to a file of root harms nothing; fs.protected_regular does not
    /// matter, because an existing file is never opened with O_CREAT.
    ///
    /// A new file keeps when it was made: now, or `made`.
    SharedMemory(const std::string& path, Layout layout, std::optional<Moment> made = {});
    ~SharedMemory();
    SharedMemory(const SharedMemory&) = delete;
    SharedMemory& operator=(const SharedMemory&) = delete;

    /// Number that changes whenever something about this name (an account or an access key id)
    /// changed. Names share slots, so it may also change for others.
    std::uint64_t generation(std::string_view name) const;
    /// After the change is committed and before it is acknowledged.
    void raise_generation(std::string_view name) const;

    /// Whether this is still the file that others find at the path. Costs a stat, about 2 us.
    bool is_in_place() const;

    /// The Unix second in which the file was made: what was in one before it is not known. A stamp
    /// of that second may be from before, one of the next second cannot. By the wall clock then and
    /// by the one of `now`, whichever is later: either may have been wrong.
    std::int64_t created(Moment now) const;
    /// The newest wall clock, in Unix seconds, at which a request was found good. It never goes
    /// back.
    Word& newest() const { return *newest_; }
    Word* nonces() const { return nonces_; }
    Word* rates() const { return rates_; }
    const Layout& layout() const { return layout_; }

    /// Keyed hash (the key is random and lives in the file): callers cannot choose colliding names.
    std::uint64_t hash(std::string_view first, std::string_view second) const;

private:
    std::string path_;
    Layout layout_;
    std::array<unsigned char, 16> hash_key_{};
    Moment created_{};
    std::uint64_t device_ = 0;
    std::uint64_t inode_ = 0;
    void* base_ = nullptr;
    std::size_t size_ = 0;
    Word* newest_ = nullptr;
    Word* generations_ = nullptr;
    Word* rates_ = nullptr;
    Word* nonces_ = nullptr;
};

} // namespace joingate
