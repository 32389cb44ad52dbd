#include "tenancy/nonce.h"

#include <algorithm>
#include <chrono>
#include <optional>
#include <stdexcept>

// A word is a tag (40 bits of the hash) above the second of its expiry (24 bits of the store's
// clock, which all processes share and which never goes back). A nonce belongs to one bucket and
// takes the lowest slot there that is empty or expired.
//
// Why exactly one caller of a nonce gets Fresh: a slot is only ever overwritten by a later expiry,
// so within one second of the clock a slot that is taken stays taken, and a compare-and-swap cannot
// be fooled by an old value that came back. Fresh is given only to a caller whose scan and swap lie
// within the same second, by the clock read before and after. Of two such callers
// - in the same second: the one that chose the higher slot saw the lower one taken, the other one
//   found it free, so that other's swap came first and is what the scan saw, or it fails;
// - in different seconds: the swap of the earlier came before the scan of the later, which sees it.
// A caller that was late gives up its word, whose slot stays taken until it expires, and starts
// again. A process killed in between leaves a nonce that nobody can use: the safe side.

namespace joingate {
namespace {

using Word = SharedMemory::Word;

constexpr std::size_t kBucketSlots = 128;
constexpr unsigned kSecondBits = 24;
constexpr std::uint64_t kSecondMask = (std::uint64_t{1} << kSecondBits) - 1;
/// Bounds what counts as the future: an expiry in the past looks like one only for a day out of the
/// 194 in which the seconds come round, and then only takes up room.
constexpr std::uint32_t kLongestKeep = 24 * 60 * 60;
constexpr std::uint64_t kRetiredTag = 1;
constexpr std::uint64_t kFirstTag = 2;

std::uint64_t second_of(std::chrono::nanoseconds time) {
    return static_cast<std::uint64_t>(std::chrono::floor<std::chrono::seconds>(time).count());
}

std::uint64_t make_word(std::uint64_t tag, std::uint64_t expiry) {
    return tag << kSecondBits | (expiry & kSecondMask);
}

bool is_live(std::uint64_t word, std::uint64_t now) {
    const auto left = (word - now) & kSecondMask;
    return word != 0 && left != 0 && left <= kLongestKeep + 1;
}

struct Slot {
    Word* place = nullptr;
    std::uint64_t word = 0;
};

struct Scan {
    bool used = false;
    std::optional<Slot> free;
};

Scan scan(Word* bucket, std::uint64_t tag, std::uint64_t now) {
    Scan found;
    for (auto* place = bucket; place != bucket + kBucketSlots; ++place) {
        const auto word = place->load();
        if (is_live(word, now)) {
            if (word >> kSecondBits == tag) return {true, {}};
        } else if (!found.free) {
            found.free = Slot{place, word};
        }
        // Slots fill from the lowest up and never become empty again: behind is nothing.
        if (word == 0) break;
    }
    return found;
}

} // namespace

SharedNonceStore::SharedNonceStore(const SharedMemory& memory)
    : SharedNonceStore{memory, [&memory] { return std::chrono::seconds{memory.newest().load()}; }} {
}

NonceStore::Verdict SharedNonceStore::use(std::string_view access_key_id, std::string_view nonce,
                                          std::uint32_t keep_seconds) {
    if (keep_seconds == 0 || keep_seconds > kLongestKeep)
        throw std::out_of_range{"a nonce is kept for 1 to 86400 seconds"};

    const auto hash = memory_.hash(access_key_id, nonce);
    const auto buckets = memory_.layout().nonce_capacity / kBucketSlots;
    auto* const bucket = memory_.nonces() + (hash & (buckets - 1)) * kBucketSlots;
    auto tag = hash >> kSecondBits;
    if (tag < kFirstTag) tag += kFirstTag;

    while (true) {
        const auto now = second_of(clock_());
        auto [used, free] = scan(bucket, tag, now);
        if (used) return Verdict::Used;
        if (!free) return Verdict::Full;

        // The running second is not a whole one, hence one more.
        const auto expiry = now + keep_seconds + 1;
        auto mine = make_word(tag, expiry);
        if (!free->place->compare_exchange_strong(free->word, mine)) continue;
        // Asked behind the swap: a table that takes our place now is younger than this request.
        if (!memory_.is_in_place()) return Verdict::Lost;
        if (second_of(clock_()) == now) return Verdict::Fresh;
        free->place->compare_exchange_strong(mine, make_word(kRetiredTag, expiry));
    }
}

std::int64_t SharedNonceStore::forgotten(SharedMemory::Moment now) {
    auto& newest = memory_.newest();
    const auto mine = static_cast<std::uint64_t>(now.second());
    auto seen = newest.load();
    while (seen < mine && !newest.compare_exchange_weak(seen, mine)) {
    }
    // A nonce is known until the store's clock is past its stamp, the window and the grace.
    const auto clock = static_cast<std::int64_t>(std::max(seen, mine));
    const std::int64_t window = memory_.layout().window_seconds;
    return std::max(memory_.created(now), clock - window - kGraceSeconds);
}

} // namespace joingate
