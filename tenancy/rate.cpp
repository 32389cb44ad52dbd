#include "tenancy/rate.h"

#include <algorithm>
#include <chrono>

// A word is a tag (28 bits of the hash), a second of the monotonic clock (20 bits) and the calls
// accepted in it (16 bits). A pair of account and action belongs to one bucket and has there, in
// any second, at most one word of that second; slots whose second is over are free.
//
// Why the count is exact: what a scan found is believed only if the clock, read again behind it,
// still shows the same second. Then no process had yet seen a later one, so every word of another
// second is really older. Hence a slot goes only forward: an older word is replaced by one of a
// newer second, and within a second only its count rises. From that follows
// - one word per pair and second: of two callers that chose different free slots, the one with the
//   higher saw the lower taken by a word of this second, so the swap of the other, which expects
//   the older word there, fails;
// - a swap that comes late, after the second has passed, hits the very word that the scan saw or
//   fails: it can neither count twice nor revive a counter.
// Every accepted call is one successful swap, every successful swap one accepted call. A killed
// process leaves nothing but a count.

namespace joingate {
namespace {

using Word = SharedMemory::Word;
using Kind = RateLimiter::Verdict::Kind;

constexpr std::size_t kBucketSlots = 16;
constexpr unsigned kCountBits = 16;
constexpr unsigned kSecondBits = 20;
constexpr std::uint64_t kCountMask = (std::uint64_t{1} << kCountBits) - 1;
constexpr std::uint64_t kSecondMask = (std::uint64_t{1} << kSecondBits) - 1;

std::chrono::seconds second_of(std::chrono::nanoseconds time) {
    return std::chrono::floor<std::chrono::seconds>(time);
}

unsigned millis_to_next_second(std::chrono::nanoseconds time) {
    const auto left = second_of(time) + std::chrono::seconds{1} - time;
    return static_cast<unsigned>(std::chrono::ceil<std::chrono::milliseconds>(left).count());
}

struct Slot {
    Word* place = nullptr;
    std::uint64_t word = 0;
};

/// The slot with the counter of `key` (tag and second), else the lowest free one, else none.
Slot find_slot(Word* bucket, std::uint64_t key) {
    Slot free;
    for (auto* place = bucket; place != bucket + kBucketSlots; ++place) {
        const auto word = place->load();
        if (word >> kCountBits == key) return {place, word};
        const bool is_over = ((word >> kCountBits) & kSecondMask) != (key & kSecondMask);
        if (free.place == nullptr && (is_over || word == 0)) free = {place, word};
    }
    return free;
}

} // namespace

unsigned account_ceiling(const Rates& rates) {
    constexpr std::uint64_t kActionsAtOnce = 64;
    std::uint64_t sum = 0;
    for (const auto& [action, rate] : rates)
        sum += action == "*" ? kActionsAtOnce * rate : rate;
    return static_cast<unsigned>(std::min(sum, kCountMask));
}

RateLimiter::Verdict SharedRateLimiter::admit(std::string_view account, std::string_view action,
                                              unsigned limit) {
    const auto hash = memory_.hash(account, action);
    const auto buckets = memory_.layout().rate_capacity / kBucketSlots;
    auto* const bucket = memory_.rates() + (hash & (buckets - 1)) * kBucketSlots;
    // A tag of 0 would make an empty slot look like a counter.
    const auto tag = std::max(hash >> (kSecondBits + kCountBits), std::uint64_t{1});
    const auto most = std::min(std::uint64_t{limit}, kCountMask);

    while (true) {
        const auto now = clock_();
        const auto second = static_cast<std::uint64_t>(second_of(now).count());
        const auto key = tag << kSecondBits | (second & kSecondMask);
        auto [place, word] = find_slot(bucket, key);
        if (second_of(clock_()) != second_of(now)) continue;
        if (place == nullptr) return {Kind::Full, 0};

        const bool is_counter = word >> kCountBits == key;
        const auto counter = is_counter ? word : key << kCountBits;
        if ((counter & kCountMask) >= most) return {Kind::Throttled, millis_to_next_second(now)};
        if (place->compare_exchange_strong(word, counter + 1)) return {Kind::Accepted, 0};
    }
}

} // namespace joingate
