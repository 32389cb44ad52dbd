#include "tenancy/rate.h"

#include "tests/tenancy/processes.h"
#include "tests/tenancy/scratch_folder.h"

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <array>
#include <chrono>
#include <thread>

namespace joingate {
namespace {

using Kind = RateLimiter::Verdict::Kind;

std::int64_t current_second() {
    return std::chrono::floor<std::chrono::seconds>(
               std::chrono::steady_clock::now().time_since_epoch())
        .count();
}

struct Fixture {
    ScratchFolder folder;
    SharedMemory memory{folder.file("memory"), {128, 16}}; // one bucket: all in each other's way
    SharedRateLimiter limiter{memory};

    int accepted(int calls, const char* account, const char* action, unsigned limit) {
        int count = 0;
        for (int i = 0; i < calls; ++i)
            count += limiter.admit(account, action, limit).kind == Kind::Accepted ? 1 : 0;
        return count;
    }
};

void wait_for_next_second() {
    const auto second = current_second();
    while (current_second() == second)
        std::this_thread::sleep_for(std::chrono::milliseconds{1});
}

/// What `measure` returns when all of it happens within one second; until then it is repeated.
template <class Measure> auto in_one_second(const Measure& measure) {
    while (true) {
        const auto second = current_second();
        const auto result = measure();
        if (current_second() == second) return result;
        wait_for_next_second();
    }
}

} // namespace

BOOST_FIXTURE_TEST_SUITE(rate, Fixture)

BOOST_AUTO_TEST_CASE(accepts_the_limit_in_every_second) {
    BOOST_TEST(in_one_second([&] { return accepted(20, "account", "action", 5); }) == 5);
    wait_for_next_second();
    BOOST_TEST(in_one_second([&] { return accepted(20, "account", "action", 5); }) == 5);
}

BOOST_AUTO_TEST_CASE(counts_each_account_and_action_for_itself) {
    const auto counts = in_one_second([&] {
        return std::array<int, 4>{accepted(9, "one", "a", 5), accepted(9, "one", "b", 5),
                                  accepted(9, "two", "a", 3), accepted(9, "on", "ea", 1)};
    });
    BOOST_TEST(counts == (std::array<int, 4>{5, 5, 3, 1}), boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(heeds_a_limit_that_changes_within_the_second) {
    const auto counts = in_one_second([&] {
        return std::array<int, 3>{accepted(9, "one", "a", 5), accepted(9, "one", "a", 3),
                                  accepted(9, "one", "a", 7)};
    });
    BOOST_TEST(counts == (std::array<int, 3>{5, 0, 2}), boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(has_a_smallest_and_a_largest_limit) {
    BOOST_TEST(accepted(3, "account", "action", 0) == 0);
    BOOST_TEST(in_one_second([&] { return accepted(70000, "account", "action", 1U << 20U); }) ==
               65535);
}

BOOST_AUTO_TEST_CASE(tells_when_the_next_second_begins) {
    auto verdict = limiter.admit("account", "action", 1);
    while (verdict.kind == Kind::Accepted)
        verdict = limiter.admit("account", "action", 1);
    BOOST_TEST((verdict.kind == Kind::Throttled));
    BOOST_TEST(verdict.retry_after_millis >= 1U);
    BOOST_TEST(verdict.retry_after_millis <= 1000U);
    std::this_thread::sleep_for(std::chrono::milliseconds{verdict.retry_after_millis});
    BOOST_TEST((limiter.admit("account", "action", 1).kind == Kind::Accepted));
}

BOOST_AUTO_TEST_CASE(refuses_what_it_has_no_room_to_count) {
    const auto full = in_one_second([&] {
        for (int i = 0; i < 16; ++i)
            limiter.admit("account", std::to_string(i), 5);
        return limiter.admit("account", "one more", 5).kind == Kind::Full &&
               limiter.admit("account", "15", 5).kind == Kind::Accepted;
    });
    BOOST_TEST(full);
    wait_for_next_second();
    BOOST_TEST(in_one_second([&] { return accepted(9, "account", "one more", 5); }) == 5);
}

// A call during which the second changed may belong to either.
BOOST_AUTO_TEST_CASE(is_exact_over_processes_and_threads) {
    constexpr std::size_t kSeconds = 2;
    constexpr std::size_t kActions = 3;
    constexpr std::array<unsigned, kActions> kLimits{5, 1000, 60000};
    using Table = std::array<std::array<std::atomic<unsigned>, kActions>, kSeconds + 2>;
    struct Counts {
        Table offered, sure, unsure;
    };
    const SharedWithChildren<Counts> counts;
    const auto first = current_second() + 1;

    const auto call = [&](std::size_t action) {
        const auto before = current_second();
        const auto kind = limiter.admit("account", std::to_string(action), kLimits[action]).kind;
        const auto after = current_second();
        const bool is_sure = before == after;
        for (auto second = std::max(before, first); second <= after; ++second) {
            const auto index = std::min(static_cast<std::size_t>(second - first), kSeconds + 1);
            if (is_sure) ++counts->offered[index][action];
            if (kind == Kind::Accepted) ++(is_sure ? counts->sure : counts->unsure)[index][action];
        }
    };
    const auto hammer = [&] {
        for (std::size_t i = 0; current_second() <= first + std::int64_t{kSeconds}; ++i)
            call(i % kActions);
    };
    run_processes(8, [&](int) {
        std::thread second{hammer};
        hammer();
        second.join();
    });

    for (std::size_t second = 0; second < kSeconds; ++second) {
        for (std::size_t action = 0; action < kActions; ++action) {
            const unsigned sure = counts->sure[second][action];
            const unsigned offered = counts->offered[second][action];
            BOOST_TEST(sure <= kLimits[action]);
            BOOST_TEST(sure + counts->unsure[second][action] >= std::min(offered, kLimits[action]));
        }
    }
}

BOOST_AUTO_TEST_CASE(is_not_held_up_by_a_killed_process) {
    const SharedWithChildren<std::atomic<int>> calls;
    const auto child = start_process([&] {
        while (true) {
            limiter.admit("account", "action", 65535);
            ++*calls;
        }
    });
    while (calls->load() < 1000)
        std::this_thread::yield();
    kill_process(child);
    wait_for_next_second();
    BOOST_TEST(in_one_second([&] { return accepted(20, "account", "action", 5); }) == 5);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace joingate
