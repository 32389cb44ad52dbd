#include "fcgi/readiness.h"

#include "tests/fcgi/notify_socket.h"
#include "tests/support/test_database.h"
#include "tests/tenancy/scratch_folder.h"

#include <boost/test/unit_test.hpp>

#include <atomic>
#include <cstdlib>
#include <filesystem>
#include <optional>
#include <set>
#include <thread>

using namespace std::chrono_literals;
using joingate::Readiness;
using joingate::test::TestDatabase;

namespace {

/// A database at the end of a link, which can be taken away, and systemd's ear.
struct Fixture {
    Fixture() {
        server.run("SET GLOBAL innodb_flush_log_at_trx_commit = 1");
        settings.socket = folder.file("socket");
        ::setenv("NOTIFY_SOCKET", systemd.name().c_str(), 1); // NOLINT(concurrency-mt-unsafe)
    }
    ~Fixture() {
        readiness.reset();
        ::unsetenv("NOTIFY_SOCKET"); // NOLINT(concurrency-mt-unsafe)
        server.run("SET GLOBAL innodb_flush_log_at_trx_commit = 1");
    }
    Fixture(const Fixture&) = delete;
    Fixture& operator=(const Fixture&) = delete;

    std::set<std::string> connections() const {
        std::set<std::string> ids;
        for (const auto& row : server.rows_of("SELECT id FROM information_schema.processlist "
                                              "WHERE user = 'joingate'"))
            ids.insert(row.at(0));
        return ids;
    }

    void bring_database() {
        others = connections();
        std::filesystem::create_symlink(server.worker().socket, settings.socket);
    }

    /// Nobody gets a new connection, and those that were made since bring_database() are cut.
    void take_database() const {
        std::filesystem::remove(settings.socket);
        for (const auto& id : connections())
            if (others.count(id) == 0) server.run("KILL " + id);
    }

    void start() {
        database.emplace(settings);
        readiness.emplace(
            *database, [this] { ++accepted; }, Readiness::Settings{20ms, 20ms, 1000ms, 300ms});
    }

    template <class Condition> static bool becomes(const Condition& condition) {
        for (const auto end = std::chrono::steady_clock::now() + 5s; !condition();) {
            if (std::chrono::steady_clock::now() > end) return false;
            std::this_thread::sleep_for(1ms);
        }
        return true;
    }

    TestDatabase& server = TestDatabase::instance();
    joingate::ScratchFolder folder;
    joingate::db::Settings settings = server.worker();
    std::set<std::string> others;
    NotifySocket systemd;
    std::atomic<int> accepted{0};
    std::optional<joingate::db::Database> database;
    std::optional<Readiness> readiness;
};

} // namespace

BOOST_FIXTURE_TEST_SUITE(readiness, Fixture)

BOOST_AUTO_TEST_CASE(is_reached_once_the_server_was_seen_to_be_fit) {
    bring_database();
    start();
    BOOST_TEST(systemd.becomes_ready(5s));
    BOOST_TEST(systemd.status() == "Answering requests.");
    std::this_thread::sleep_for(100ms); // some more looks
    BOOST_TEST(accepted == 1);
    BOOST_TEST(!readiness->is_unfit());
}

BOOST_AUTO_TEST_CASE(is_never_reached_where_writes_can_be_lost) {
    server.run("SET GLOBAL innodb_flush_log_at_trx_commit = 2");
    bring_database();
    start();
    BOOST_TEST(becomes([&] { return readiness->is_unfit(); }));
    BOOST_TEST(systemd.status_becomes("Not fit", 1s));
    BOOST_TEST(systemd.status().find("set innodb_flush_log_at_trx_commit = 1") !=
               std::string::npos);
    std::this_thread::sleep_for(500ms); // longer than a boot is kept waiting
    BOOST_TEST(!systemd.is_ready());
    BOOST_TEST(accepted == 0);
}

BOOST_AUTO_TEST_CASE(is_never_reached_where_the_schemas_are_older) {
    bring_database();
    server.run("UPDATE joingate.schema_migration SET applied_millis = NULL");
    start();
    BOOST_TEST(becomes([&] { return readiness->is_unfit(); }));
    server.run("UPDATE joingate.schema_migration SET applied_millis = 1");
    BOOST_TEST(systemd.status().find("joingatectl schema migrate") != std::string::npos);
    BOOST_TEST(accepted == 0);
}

BOOST_AUTO_TEST_CASE(keeps_no_boot_waiting_but_takes_no_call_until_the_database_is_there) {
    start();
    BOOST_TEST(!systemd.is_ready());
    BOOST_TEST(systemd.becomes_ready(3s));
    BOOST_TEST(systemd.status_becomes("Waiting for the database, no call is taken: ", 1s));
    BOOST_TEST(accepted == 0);
    bring_database();
    BOOST_TEST(systemd.status_becomes("Answering requests.", 3s));
    BOOST_TEST(accepted == 1);
}

BOOST_AUTO_TEST_CASE(waits_where_the_login_is_refused_and_says_so) {
    settings.password = "another";
    bring_database();
    start();
    BOOST_TEST(systemd.status_becomes("Access denied for user 'joingate'", 3s));
    BOOST_TEST(!readiness->is_unfit());
    BOOST_TEST(accepted == 0);
}

BOOST_AUTO_TEST_CASE(tells_while_the_database_is_away_and_when_it_is_back) {
    bring_database();
    start();
    BOOST_TEST(systemd.becomes_ready(5s));
    take_database();
    BOOST_TEST(systemd.status_becomes("calls are answered 503: ", 3s));
    bring_database();
    BOOST_TEST(systemd.status_becomes("Answering requests.", 3s));
    BOOST_TEST(accepted == 1);
    BOOST_TEST(!readiness->is_unfit());
}

BOOST_AUTO_TEST_CASE(ends_once_the_server_comes_to_lose_writes) {
    bring_database();
    start();
    BOOST_TEST(systemd.becomes_ready(5s));
    server.run("SET GLOBAL innodb_flush_log_at_trx_commit = 0");
    BOOST_TEST(becomes([&] { return readiness->is_unfit(); }));
    BOOST_TEST(systemd.status_becomes("Not fit", 1s));
}

BOOST_AUTO_TEST_CASE(stops_in_time_while_it_waits) {
    start();
    std::this_thread::sleep_for(50ms);
    const auto begin = std::chrono::steady_clock::now();
    readiness.reset();
    BOOST_TEST((std::chrono::steady_clock::now() - begin < 1100ms));
}

BOOST_AUTO_TEST_SUITE_END()
