#include "sql/wait_limit.h"

#include "tests/sql/one_tenant.h"

#include <Poco/Net/ServerSocket.h>
#include <Poco/Net/SocketAddress.h>

#include <unistd.h>

namespace joingate::test {
namespace {

using std::chrono::milliseconds;
using Clock = std::chrono::steady_clock;

// Less than the one second that is the shortest time-out of the client library.
constexpr milliseconds kBudget{300};
constexpr milliseconds kAtMost{900};

template <class Work> Clock::duration time_of(Work work) {
    const auto start = Clock::now();
    work();
    return Clock::now() - start;
}

} // namespace

BOOST_FIXTURE_TEST_SUITE(wait_limit, OneTenant)

BOOST_AUTO_TEST_CASE(ends_the_wait_for_a_statement_with_the_request) {
    constexpr db::Statement kSleep{"sleep", "SELECT SLEEP(1) AS slept"};
    const auto took = time_of([&] {
        BOOST_CHECK_THROW(database.read(scope, db::Deadline::after(kBudget),
                                        [&](db::Session& session) { session.row(kSleep); }),
                          db::Unavailable);
    });
    BOOST_TEST((took >= kBudget));
    BOOST_TEST((took < kAtMost));
    BOOST_TEST(count("nonce", "request") == "done");
}

BOOST_AUTO_TEST_CASE(ends_the_wait_for_a_server_that_says_nothing) {
    auto settings = server.worker();
    settings.socket += ".silent";
    const Poco::Net::ServerSocket silent{
        Poco::Net::SocketAddress{Poco::Net::SocketAddress::UNIX_LOCAL, settings.socket}};
    db::Database unheard{settings};
    const auto took = time_of([&] {
        BOOST_CHECK_THROW(
            unheard.read(scope, db::Deadline::after(kBudget), [](db::Session& /*unused*/) {}),
            db::Unavailable);
    });
    ::unlink(settings.socket.c_str());
    BOOST_TEST((took >= kBudget));
    BOOST_TEST((took < kAtMost));
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace joingate::test
