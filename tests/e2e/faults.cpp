// What breaks under load, and what must not: an acknowledged write.
#include "tests/e2e/load.h"

#include <boost/test/unit_test.hpp>

#include <csignal>
#include <set>

namespace joingate::e2e {
namespace {

constexpr unsigned kCallers = 6;
constexpr std::size_t kSome = 40;

struct Faults : Tenants {
    Load load{*this, kCallers};

    /// Everything acknowledged is there, once; what was not acknowledged was refused as temporary.
    Load::Outcome check_nothing_lost() {
        auto outcome = load.stop();
        for (const auto& surprise : outcome.surprise)
            BOOST_ERROR(surprise);
        BOOST_TEST(std::set<std::string>(outcome.created.begin(), outcome.created.end()).size() ==
                   outcome.created.size());
        for (const auto& permission : outcome.created)
            BOOST_TEST(seen(permission, "JoinPermissionId") == permission);
        BOOST_TEST_MESSAGE(outcome.created.size()
                           << " created, " << outcome.unavailable << " refused as temporary");
        return outcome;
    }
};

} // namespace

BOOST_FIXTURE_TEST_SUITE(faults, Faults)

BOOST_AUTO_TEST_CASE(of_a_worker_lose_nothing) {
    load.await(kSome);
    for (int i = 0; i < 3; ++i) {
        ::kill(site.pids("workers").at(0), SIGKILL);
        load.await(kSome);
    }
    check_nothing_lost();
    BOOST_TEST(site.pids("workers").size() == 2U);
}

BOOST_AUTO_TEST_CASE(of_the_database_lose_nothing) {
    load.await(kSome);
    site.kill("database");
    // Longer than a request waits for a database that is away.
    std::this_thread::sleep_for(std::chrono::seconds{3});
    site.start("database");
    load.await(kSome);
    BOOST_TEST(check_nothing_lost().unavailable > 0U);
}

BOOST_AUTO_TEST_CASE(are_not_what_a_rolling_restart_is) {
    load.await(kSome);
    const auto before = site.pids("workers");
    for (std::size_t i = 0; i < before.size(); ++i) {
        site.restart_worker(1); // the oldest
        load.await(kSome);
    }
    for (const auto pid : site.pids("workers"))
        BOOST_TEST(std::count(before.begin(), before.end(), pid) == 0);
    BOOST_TEST(check_nothing_lost().unavailable == 0U);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace joingate::e2e
