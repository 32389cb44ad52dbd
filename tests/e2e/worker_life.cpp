// How a worker starts and ends: what systemd, spawn-fcgi and an operator can do to it.
#include "tests/e2e/tenants.h"
#include "tests/e2e/worker_process.h"
#include "tests/support/places.h"

#include <boost/test/unit_test.hpp>

#include <fcntl.h>
#include <sys/wait.h>
#include <sysexits.h>

#include <csignal>
#include <fstream>

namespace joingate::e2e {
namespace {

using namespace std::chrono_literals;

/// A worker that is deaf to a stop lasts until somebody kills it.
constexpr auto kSoon = 3s;

struct Life : Tenants {
    std::string log = site.folder() + "/log/life.log";

    std::string bad_configuration() const {
        auto path = site.folder() + "/bad.properties";
        std::ofstream{path} << std::ifstream{site.configuration()}.rdbuf()
                            << "\nworker.threads = 0\n";
        return path;
    }

    void set_flush(const std::string& value) const {
        run_program("/usr/bin/env",
                    {"mariadb", "--no-defaults", "--socket=" + site.folder() + "/mysql.sock", "-e",
                     "SET GLOBAL innodb_flush_log_at_trx_commit = " + value});
    }

    static int exit_status(std::optional<int> status) {
        return status && WIFEXITED(*status) ? WEXITSTATUS(*status) : -1;
    }
};

} // namespace

BOOST_FIXTURE_TEST_SUITE(worker_life, Life)

BOOST_AUTO_TEST_CASE(begins_and_ends_as_systemd_wants_it) {
    WorkerProcess worker{{site.configuration(), true, {}}, log};
    BOOST_TEST(worker.systemd.becomes_ready(5s));
    BOOST_TEST(worker.systemd.status() == "Answering requests.");
    // As systemd does at a reload of a unit whose standard input is the socket.
    const int flags = ::fcntl(worker.front.listener(), F_GETFL);
    ::fcntl(worker.front.listener(), F_SETFL, flags & ~O_NONBLOCK);
    for (int i = 0; i < 50; ++i)
        BOOST_TEST_REQUIRE(worker.answers(3s));
    worker.signal(SIGTERM);
    BOOST_TEST(exit_status(worker.ended_within(kSoon)) == EX_OK);
}

BOOST_AUTO_TEST_CASE(needs_no_standard_descriptors) {
    WorkerProcess by_systemd{{site.configuration(), true, {0, 1, 2}}, log};
    BOOST_TEST(by_systemd.answers(5s));
    by_systemd.signal(SIGTERM);
    BOOST_TEST(exit_status(by_systemd.ended_within(kSoon)) == EX_OK);

    WorkerProcess by_spawn_fcgi{{site.configuration(), false, {1, 2}}, log};
    BOOST_TEST(by_spawn_fcgi.answers(5s));
    by_spawn_fcgi.signal(SIGTERM);
    BOOST_TEST(exit_status(by_spawn_fcgi.ended_within(kSoon)) == EX_OK);
}

BOOST_AUTO_TEST_CASE(is_ended_by_the_watchdog_when_it_hangs) {
    WorkerProcess worker{{site.configuration(), true, {}}, log};
    BOOST_TEST(worker.systemd.becomes_ready(5s));
    worker.signal(SIGSTOP);
    worker.signal(SIGABRT);
    worker.signal(SIGCONT); // systemd sends it as well
    const auto status = worker.ended_within(kSoon);
    BOOST_TEST_REQUIRE(status.has_value());
    BOOST_TEST(WIFSIGNALED(*status));
    BOOST_TEST(WTERMSIG(*status) == SIGABRT);
}

BOOST_AUTO_TEST_CASE(says_once_why_its_configuration_is_bad) {
    WorkerProcess worker{{bad_configuration(), true, {}}, log};
    BOOST_TEST(worker.systemd.status_becomes("Cannot start: ", 3s));
    BOOST_TEST(worker.systemd.status().find("worker.threads") != std::string::npos);
    BOOST_TEST(!worker.ended_within(2s).has_value());
    BOOST_TEST(worker.log_lines().size() == 1U);
    worker.signal(SIGTERM);
    BOOST_TEST(exit_status(worker.ended_within(kSoon)) == EX_OK);

    WorkerProcess without_systemd{{bad_configuration(), false, {}}, log};
    BOOST_TEST(exit_status(without_systemd.ended_within(3s)) == EX_CONFIG);
    BOOST_TEST(without_systemd.log_lines().size() == 1U);
}

BOOST_AUTO_TEST_CASE(takes_no_call_where_writes_can_be_lost) {
    set_flush("2");
    {
        WorkerProcess worker{{site.configuration(), true, {}}, log};
        BOOST_TEST(worker.systemd.status_becomes("Not fit, no call is taken: ", 5s));
        BOOST_TEST(!worker.answers(1s));
        BOOST_TEST(!worker.systemd.is_ready());
        BOOST_TEST(exit_status(worker.ended_within(15s)) == EX_CONFIG);
        BOOST_TEST(worker.log_lines().size() == 1U);
        const auto by_cgi =
            run_program("/usr/bin/env",
                        {"-i", "REQUEST_METHOD=GET", "QUERY_STRING=Format=JSON",
                         places::in_build("fcgi/joingated"), "--config=" + site.configuration()});
        BOOST_TEST(by_cgi.find("Status: 503") == 0U);
        BOOST_TEST(by_cgi.find(R"("Code":"ServiceUnavailable")") != std::string::npos);
    }
    set_flush("1");
    // Those of the site saw it too and are about to end.
    site.stop("workers");
    site.start("workers");
    BOOST_TEST(owner_calls("CountGateways").succeeded());
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace joingate::e2e
