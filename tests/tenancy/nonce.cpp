#include "tenancy/nonce.h"

#include "tenancy/monotonic_clock.h"
#include "tests/tenancy/processes.h"
#include "tests/tenancy/scratch_folder.h"

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <array>
#include <chrono>
#include <filesystem>
#include <ostream>
#include <thread>

namespace joingate {

std::ostream& operator<<(std::ostream& out, NonceStore::Verdict verdict) {
    return out << static_cast<int>(verdict);
}

namespace {

using namespace std::chrono_literals;
using Verdict = NonceStore::Verdict;
using Counters = std::array<std::atomic<int>, 4096>;
using Moment = SharedMemory::Moment;

constexpr Moment kMade{5000s, 50s};

/// By clocks that nobody has set since.
Moment after(std::chrono::seconds passed) {
    return {kMade.wall + passed, kMade.boot + passed};
}

struct Fixture {
    ScratchFolder folder;

    SharedMemory memory(std::size_t capacity) const {
        return SharedMemory{folder.file("memory"), {capacity, 16}, kMade};
    }
};

int milliseconds_since(std::chrono::steady_clock::time_point start) {
    const auto elapsed = std::chrono::steady_clock::now() - start;
    return static_cast<int>(std::chrono::duration_cast<std::chrono::milliseconds>(elapsed).count());
}

} // namespace

BOOST_FIXTURE_TEST_SUITE(nonce, Fixture)

BOOST_AUTO_TEST_CASE(is_fresh_once) {
    const auto shared = memory(1024);
    SharedNonceStore store{shared};
    BOOST_TEST(store.use("key", "one", 1800) == Verdict::Fresh);
    BOOST_TEST(store.use("key", "one", 1800) == Verdict::Used);
    BOOST_TEST(store.use("key", "one", 1) == Verdict::Used);
    BOOST_TEST(store.use("key", "two", 1800) == Verdict::Fresh);
}

BOOST_AUTO_TEST_CASE(belongs_to_its_access_key) {
    const auto shared = memory(1024);
    SharedNonceStore store{shared};
    BOOST_TEST(store.use("key", "one", 1800) == Verdict::Fresh);
    BOOST_TEST(store.use("other", "one", 1800) == Verdict::Fresh);
    BOOST_TEST(store.use("ke", "yone", 1800) == Verdict::Fresh);
}

BOOST_AUTO_TEST_CASE(is_remembered_over_a_restart) {
    {
        const auto shared = memory(1024);
        BOOST_TEST(SharedNonceStore{shared}.use("key", "one", 1800) == Verdict::Fresh);
    }
    const auto shared = memory(1024);
    BOOST_TEST(SharedNonceStore{shared}.use("key", "one", 1800) == Verdict::Used);
}

BOOST_AUTO_TEST_CASE(may_come_again_when_its_time_is_over) {
    const auto shared = memory(1024);
    // The bits kept of the second come round on the way.
    for (const std::int64_t start : {0, 1000, (1 << 24) - 2, (1 << 24) - 1800, 1 << 24}) {
        auto now = std::chrono::nanoseconds{std::chrono::seconds{start + 1}} - 1ns;
        SharedNonceStore store{shared, [&] { return now; }};
        const auto name = std::to_string(start);
        BOOST_TEST(store.use("short", name, 1) == Verdict::Fresh);
        BOOST_TEST(store.use("long", name, 86400) == Verdict::Fresh);
        now += 1s;
        BOOST_TEST(store.use("short", name, 1) == Verdict::Used);
        now += 1s;
        BOOST_TEST(store.use("short", name, 1) == Verdict::Fresh);
        now += 86398s;
        BOOST_TEST(store.use("long", name, 1) == Verdict::Used);
        now += 2s;
        BOOST_TEST(store.use("long", name, 1) == Verdict::Fresh);
    }
}

BOOST_AUTO_TEST_CASE(takes_the_slot_of_an_expired_one) {
    const auto shared = memory(128);
    auto now = 5000s;
    SharedNonceStore store{shared, [&] { return now; }};
    for (int i = 0; i < 1000; ++i, now += 100s)
        for (int j = 0; j < 128; ++j)
            BOOST_TEST_REQUIRE(store.use(std::to_string(i), std::to_string(j), 90) ==
                               Verdict::Fresh);
}

// Between scan and swap of a late caller the second may have passed; what it took may then lie
// behind a slot that has become free, where another caller of the same nonce would not look.
BOOST_AUTO_TEST_CASE(gives_up_its_slot_and_starts_again_when_it_was_late) {
    const auto shared = memory(128);
    int reading = 0;
    SharedNonceStore late{shared, [&] { return reading++ == 0 ? 7s : 8s; }};
    BOOST_TEST(late.use("key", "late", 1800) == Verdict::Fresh);
    BOOST_TEST(reading == 4);
    SharedNonceStore store{shared, [] { return 8s; }};
    BOOST_TEST(store.use("key", "late", 1800) == Verdict::Used);
    for (int i = 0; i < 126; ++i)
        BOOST_TEST(store.use("key", std::to_string(i), 1800) == Verdict::Fresh);
    BOOST_TEST(store.use("key", "one more", 1800) == Verdict::Full);
}

BOOST_AUTO_TEST_CASE(is_not_forgotten_while_the_wall_clock_is_set_back) {
    const auto shared = memory(1024);
    SharedNonceStore store{shared};
    const auto start = after(10000s);
    BOOST_TEST(store.forgotten(after(10000s)) == start.second() - 960);
    BOOST_TEST(store.use("key", "one", 961) == Verdict::Fresh);
    BOOST_TEST(store.forgotten(after(10961s)) == start.second() + 1);
    BOOST_TEST(store.use("key", "one", 961) == Verdict::Used);
    BOOST_TEST(store.forgotten({start.wall, kMade.boot + 10961s}) == start.second() + 1);
    BOOST_TEST(store.forgotten(after(10963s)) == start.second() + 3);
    BOOST_TEST(store.use("key", "one", 961) == Verdict::Fresh);
}

BOOST_AUTO_TEST_CASE(may_be_forgotten_where_it_is_older_than_the_table) {
    const auto shared = memory(1024);
    SharedNonceStore store{shared};
    BOOST_TEST(store.forgotten(after(0s)) == kMade.second());
    BOOST_TEST(store.forgotten(after(959s)) == kMade.second());
    BOOST_TEST(store.forgotten(after(961s)) == kMade.second() + 1);
}

BOOST_AUTO_TEST_CASE(is_refused_where_the_table_was_removed) {
    const auto shared = memory(128);
    SharedNonceStore store{shared};
    BOOST_TEST(store.use("key", "one", 1800) == Verdict::Fresh);
    std::filesystem::remove(folder.file("memory"));
    BOOST_TEST(store.use("key", "two", 1800) == Verdict::Lost);
    const auto another = memory(128);
    BOOST_TEST(store.use("key", "three", 1800) == Verdict::Lost);
    BOOST_TEST(SharedNonceStore{another}.use("key", "three", 1800) == Verdict::Fresh);
}

BOOST_AUTO_TEST_CASE(is_refused_by_a_full_table) {
    const auto shared = memory(128);
    SharedNonceStore store{shared};
    for (int i = 0; i < 128; ++i)
        BOOST_TEST(store.use("key", std::to_string(i), 1800) == Verdict::Fresh);
    BOOST_TEST(store.use("key", "one more", 1800) == Verdict::Full);
    BOOST_TEST(store.use("key", "one more", 1800) == Verdict::Full);
    BOOST_TEST(store.use("key", "127", 1800) == Verdict::Used);
}

BOOST_AUTO_TEST_CASE(cannot_be_kept_for_no_time_or_more_than_a_day) {
    const auto shared = memory(128);
    SharedNonceStore store{shared};
    BOOST_CHECK_THROW(store.use("key", "one", 0), std::out_of_range);
    BOOST_CHECK_THROW(store.use("key", "one", 86401), std::out_of_range);
}

// All processes try the same nonce until one of them moves on to the next.
BOOST_AUTO_TEST_CASE(is_fresh_for_exactly_one_of_many_processes) {
    constexpr unsigned nonces = 300000;
    struct Progress {
        std::atomic<unsigned> nonce;
        std::array<std::atomic<int>, nonces> fresh;
    };
    const auto shared = memory(1U << 20U);
    const SharedWithChildren<Progress> progress;
    run_processes(8, [&](int) {
        SharedNonceStore store{shared};
        for (unsigned i = 0; i < nonces; i = progress->nonce) {
            if (store.use("key", std::to_string(i), 1800) == Verdict::Fresh) ++progress->fresh[i];
            progress->nonce.compare_exchange_strong(i, i + 1);
        }
    });
    const auto& fresh = progress->fresh;
    BOOST_TEST(std::count(fresh.begin(), fresh.end(), 1) == nonces);
}

// A single bucket, so full of short-lived nonces that each takes the slot of an expired one, and
// all processes try the same nonce at the same time, also while the second changes.
BOOST_AUTO_TEST_CASE(is_fresh_for_exactly_one_also_in_a_slot_used_before) {
    constexpr int millis_per_nonce = 20;
    constexpr int nonces = 3300 / millis_per_nonce;
    const auto shared = memory(128);
    const SharedWithChildren<Counters> fresh;
    const auto start = std::chrono::steady_clock::now();
    run_processes(8, [&](int) {
        SharedNonceStore store{shared, time_since_boot};
        for (int i = 0; i < nonces; i = milliseconds_since(start) / millis_per_nonce)
            if (store.use("key", std::to_string(i), 1) == Verdict::Fresh)
                ++(*fresh)[static_cast<std::size_t>(i)];
    });
    for (std::size_t i = 0; i < nonces; ++i)
        BOOST_TEST((*fresh)[i] <= 1, "nonce " << i << " was fresh " << (*fresh)[i] << " times");
    BOOST_TEST((*fresh)[nonces - 1] == 1);
}

BOOST_AUTO_TEST_CASE(is_remembered_when_its_process_is_killed) {
    constexpr int nonces = 400000; // far more than the child gets through
    const auto shared = memory(1U << 20U);
    const SharedWithChildren<std::atomic<int>> fresh;
    const auto child = start_process([&] {
        SharedNonceStore store{shared};
        for (int i = 0; i < nonces; ++i)
            if (store.use("key", std::to_string(i), 1800) == Verdict::Fresh) ++*fresh;
    });
    while (fresh->load() < 500)
        std::this_thread::yield();
    kill_process(child);

    SharedNonceStore store{shared};
    const int known = *fresh;
    int used = 0;
    for (int i = 0; i < known; ++i)
        used += store.use("key", std::to_string(i), 1800) == Verdict::Used ? 1 : 0;
    BOOST_TEST(used == known);
    // The next one may have been under way.
    for (int i = known + 1; i < known + 100; ++i)
        BOOST_TEST(store.use("key", std::to_string(i), 1800) == Verdict::Fresh);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace joingate
