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

using namespace std::chrono_literals;
using Kind = RateLimiter::Verdict::Kind;

std::int64_t current_second() {
    return std::chrono::floor<std::chrono::seconds>(
               std::chrono::steady_clock::now().time_since_epoch())
        .count();
}

struct Fixture {
    ScratchFolder folder;
    SharedMemory memory{folder.file("memory"), {128, 16}}; // one bucket: all in each other's way
    std::chrono::nanoseconds now = 5000s;
    SharedRateLimiter limiter{memory, [this] { return now; }};

    Kind admit(const char* account, const std::string& action, unsigned limit) {
        return limiter.admit(account, action, limit).kind;
    }
    int accepted(int calls, const char* account, const char* action, unsigned limit) {
        int count = 0;
        for (int i = 0; i < calls; ++i)
            count += admit(account, action, limit) == Kind::Accepted ? 1 : 0;
        return count;
    }
};

} // namespace

BOOST_FIXTURE_TEST_SUITE(rate, Fixture)

BOOST_AUTO_TEST_CASE(accepts_the_limit_in_every_second) {
    for (int second = 0; second < 3; ++second, now += 1s)
        BOOST_TEST(accepted(20, "account", "action", 5) == 5);
}

BOOST_AUTO_TEST_CASE(counts_by_the_second_and_not_by_the_time_since_a_call) {
    now += 999'999'999ns;
    BOOST_TEST(accepted(9, "account", "action", 5) == 5);
    now += 1ns;
    BOOST_TEST(accepted(9, "account", "action", 5) == 5);
    now += 999'999'999ns;
    BOOST_TEST(accepted(9, "account", "action", 5) == 0);
}

BOOST_AUTO_TEST_CASE(counts_each_account_and_action_for_itself) {
    BOOST_TEST(accepted(9, "one", "a", 5) == 5);
    BOOST_TEST(accepted(9, "one", "b", 5) == 5);
    BOOST_TEST(accepted(9, "two", "a", 3) == 3);
    BOOST_TEST(accepted(9, "on", "ea", 1) == 1);
}

BOOST_AUTO_TEST_CASE(heeds_a_limit_that_changes_within_the_second) {
    BOOST_TEST(accepted(9, "account", "action", 5) == 5);
    BOOST_TEST(accepted(9, "account", "action", 3) == 0);
    BOOST_TEST(accepted(9, "account", "action", 7) == 2);
}

BOOST_AUTO_TEST_CASE(has_a_smallest_and_a_largest_limit) {
    BOOST_TEST(accepted(3, "account", "action", 0) == 0);
    BOOST_TEST(accepted(70000, "account", "action", 1U << 20U) == 65535);
}

BOOST_AUTO_TEST_CASE(lets_an_account_use_up_every_rate_that_it_has) {
    BOOST_TEST(account_ceiling({{"*", 5}}) == 320U);
    BOOST_TEST(account_ceiling({{"*", 5}, {"ListNodeGroups", 1000}}) == 1320U);
    BOOST_TEST(account_ceiling({{"*", 5}, {"ListNodeGroups", 300}, {"GetNode", 300}}) == 920U);
    BOOST_TEST(account_ceiling({{"*", 60000}, {"GetNode", 4294967295U}}) == 65535U);
}

BOOST_AUTO_TEST_CASE(tells_when_the_next_second_begins) {
    const auto wait = [&](std::chrono::nanoseconds into_second) {
        now = 5000s + into_second;
        return limiter.admit("account", "action", 0).retry_after_millis;
    };
    BOOST_TEST(wait(0ns) == 1000U);
    BOOST_TEST(wait(1ns) == 1000U);
    BOOST_TEST(wait(1ms) == 999U);
    BOOST_TEST(wait(999ms) == 1U);
    BOOST_TEST(wait(999'999'999ns) == 1U);
}

BOOST_AUTO_TEST_CASE(refuses_what_it_has_no_room_to_count) {
    // In the second whose kept bits are all 0 an empty slot must not look taken.
    for (const auto second : {5000s, std::chrono::seconds{1 << 20}}) {
        now = second;
        for (int i = 0; i < 16; ++i)
            BOOST_TEST((admit("account", std::to_string(i), 5) == Kind::Accepted));
        BOOST_TEST((admit("account", "one more", 5) == Kind::Full));
        BOOST_TEST((admit("account", "15", 5) == Kind::Accepted));
        now += 1s;
        BOOST_TEST(accepted(9, "account", "one more", 5) == 5);
    }
}

BOOST_AUTO_TEST_CASE(starts_with_an_empty_table_in_any_second) {
    now = std::chrono::seconds{1 << 20};
    BOOST_TEST(accepted(9, "account", "action", 5) == 5);
}

BOOST_AUTO_TEST_CASE(counts_a_late_call_in_the_second_that_has_begun) {
    now += 1s;
    BOOST_TEST(accepted(1, "account", "action", 1) == 1);
    int reading = 0;
    SharedRateLimiter late{memory, [&] { return reading++ == 0 ? now - 1s : now; }};
    BOOST_TEST((late.admit("account", "action", 1).kind == Kind::Throttled));
}

// The clock is read between scan and swap: the moment for another process to come first.
BOOST_AUTO_TEST_CASE(looks_again_when_another_process_came_first) {
    int reading = 0;
    const char* other_action = nullptr;
    SharedRateLimiter slow{memory, [&] {
                               if (++reading == 2) admit("account", other_action, 2);
                               return now;
                           }};
    other_action = "same"; // takes the slot for the same counter
    BOOST_TEST((slow.admit("account", "same", 1).kind == Kind::Throttled));
    reading = 0; // raises the counter
    BOOST_TEST((slow.admit("account", "same", 2).kind == Kind::Throttled));
    reading = 0;
    other_action = "other"; // takes the slot for a counter of its own
    BOOST_TEST((slow.admit("account", "third", 1).kind == Kind::Accepted));
    BOOST_TEST(accepted(9, "account", "third", 1) == 0);
    BOOST_TEST(accepted(9, "account", "other", 2) == 1);
}

// A call during which the second changed may belong to either.
BOOST_AUTO_TEST_CASE(is_exact_over_processes_and_threads) {
    constexpr std::size_t seconds = 2;
    constexpr std::size_t actions = 3;
    constexpr std::array<unsigned, actions> limits{5, 1000, 60000};
    using Table = std::array<std::array<std::atomic<unsigned>, actions>, seconds + 2>;
    struct Counts {
        Table offered, sure, unsure;
    };
    const SharedWithChildren<Counts> counts;
    SharedRateLimiter real{memory};
    const auto first = current_second() + 1;

    const auto call = [&](std::size_t action) {
        const auto before = current_second();
        const auto kind = real.admit("account", std::to_string(action), limits[action]).kind;
        const auto after = current_second();
        const bool is_sure = before == after;
        for (auto second = std::max(before, first); second <= after; ++second) {
            const auto index = std::min(static_cast<std::size_t>(second - first), seconds + 1);
            if (is_sure) ++counts->offered[index][action];
            if (kind == Kind::Accepted) ++(is_sure ? counts->sure : counts->unsure)[index][action];
        }
    };
    const auto hammer = [&] {
        for (std::size_t i = 0; current_second() <= first + std::int64_t{seconds}; ++i)
            call(i % actions);
    };
    run_processes(8, [&](int) {
        std::thread second{hammer};
        hammer();
        second.join();
    });

    for (std::size_t second = 0; second < seconds; ++second) {
        for (std::size_t action = 0; action < actions; ++action) {
            const unsigned sure = counts->sure[second][action];
            const unsigned offered = counts->offered[second][action];
            BOOST_TEST(sure <= limits[action]);
            BOOST_TEST(sure + counts->unsure[second][action] >= std::min(offered, limits[action]));
        }
    }
}

BOOST_AUTO_TEST_CASE(is_not_held_up_by_a_killed_process) {
    const SharedWithChildren<std::atomic<int>> calls;
    const auto child = start_process([&] {
        while (true) {
            admit("account", "action", 65535);
            ++*calls;
        }
    });
    while (calls->load() < 1000)
        std::this_thread::yield();
    kill_process(child);
    now += 1s;
    BOOST_TEST(accepted(20, "account", "action", 5) == 5);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace joingate
