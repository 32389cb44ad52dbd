// A server may be configured to anything; what a session of ours says must not depend on it.
#include "sql/connection.h"
#include "tests/sql/one_tenant.h"

#include <array>
#include <future>
#include <optional>
#include <set>
#include <thread>

namespace joingate::test {
namespace {

/// What init_connect says to every login without special rights, as a worker's is.
constexpr std::array kWhims{
    "SET NAMES utf8",
    "SET NAMES latin1",
    "SET collation_connection = utf8mb4_unicode_ci",
    "SET character_set_results = latin1",
    "SET sql_select_limit = 0",
    "SET sql_select_limit = 2",
    "SET completion_type = CHAIN",
    "SET autocommit = 0",
    "BEGIN",
    "START TRANSACTION WITH CONSISTENT SNAPSHOT",
    "SET SESSION TRANSACTION ISOLATION LEVEL READ UNCOMMITTED",
    "SET SESSION TRANSACTION READ ONLY",
    "SET TRANSACTION READ ONLY",
    "SET sql_mode = 'ANSI_QUOTES,PIPES_AS_CONCAT,NO_BACKSLASH_ESCAPES'",
    "SET sql_safe_updates = 1",
    "SET sql_auto_is_null = 1",
    "SET foreign_key_checks = 0, unique_checks = 0",
    "SET group_concat_max_len = 4",
};

/// Sets a global variable, and puts it back.
class Global {
public:
    Global(TestDatabase& server, std::string name, const std::string& value)
        : server_{server},
          name_{std::move(name)},
          before_{server_.value_of("SELECT @@GLOBAL." + name_)} {
        set(value);
    }
    ~Global() {
        try {
            set(before_);
        } catch (const std::exception& e) {
            BOOST_ERROR(e.what());
        }
    }
    Global(const Global&) = delete;
    Global& operator=(const Global&) = delete;

    void set(const std::string& value) {
        const bool number =
            !value.empty() && value.find_first_not_of("0123456789") == std::string::npos;
        server_.run("SET GLOBAL " + name_ + " = " + (number ? value : '"' + value + '"'));
    }

private:
    TestDatabase& server_;
    std::string name_;
    std::string before_;
};

/// A tenant with a table of names.
struct Names : OneTenant {
    static constexpr db::Statement kAdd{"add", "INSERT INTO names (name) VALUES (:name)"};
    static constexpr db::Statement kFind{
        "find", "SELECT name FROM names WHERE LOCATE(CAST(:part AS BINARY), CAST(name AS BINARY)) "
                "> 0"};
    static constexpr db::Statement kAll{
        "all", "SELECT CONCAT(n.id, ' is ', n.name) AS text FROM names AS n LEFT JOIN names AS "
               "m ON m.id = n.id + 1000 WHERE m.id IS NULL ORDER BY n.id"};
    static constexpr db::Statement kTouch{"touch", "UPDATE names SET touched = touched + 1"};
    static constexpr const char* kName = "门禁网关";
    static constexpr const char* kNameInHex = "E997A8E7A681E7BD91E585B3";

    Names() {
        server.run("CREATE TABLE " + schema +
                   ".names (id INT NOT NULL AUTO_INCREMENT PRIMARY KEY, name VARCHAR(30) NOT NULL, "
                   "touched INT NOT NULL DEFAULT 0, UNIQUE KEY name (name))");
    }

    /// Throws on whatever is not as it is on a server that nobody configured.
    void expect_as_ever() {
        deadline = db::Deadline::after(std::chrono::seconds{10});
        server.run("TRUNCATE " + schema + ".names");
        db::Database fresh{server.worker()};
        const auto add = [&](const std::string& name) {
            fresh.change(scope, deadline, [&](db::Session& session) {
                session.change(kAdd, {{"name", std::string_view{name}}});
            });
        };
        for (const auto& name : {kName, "Ä", "ä", "a"})
            add(name);
        BOOST_CHECK_EXCEPTION(add(kName), db::Duplicate,
                              [](const db::Duplicate& e) { return e.key() == "name"; });
        BOOST_TEST(stored("names WHERE id = 1", "HEX(name)") == kNameInHex);
        BOOST_TEST(stored("names") == "4");
        fresh.read(scope, deadline, [&](db::Session& session) {
            const auto found = session.rows(kFind, {{"part", std::string_view{"禁网"}}});
            BOOST_TEST(found.size() == 1U);
            if (!found.empty()) BOOST_TEST(found.front().text("name") == kName);
            const auto all = session.rows(kAll);
            BOOST_TEST(all.size() == 4U);
            if (!all.empty()) BOOST_TEST(all.front().text("text") == std::string{"1 is "} + kName);
        });
        fresh.change(scope, deadline,
                     [&](db::Session& session) { BOOST_TEST(session.change(kTouch) == 4U); });
        server.run("INSERT INTO " + schema + ".names (name) VALUES ('of another')");
        fresh.read(scope, deadline,
                   [&](db::Session& session) { BOOST_TEST(session.rows(kAll).size() == 5U); });
    }
};

} // namespace

BOOST_FIXTURE_TEST_SUITE(session_needs, Names)

BOOST_AUTO_TEST_CASE(are_met_whatever_init_connect_says) {
    Global init_connect{server, "init_connect", ""};
    unsigned looked_at = 0;
    for (const auto* const whim : kWhims) {
        BOOST_TEST_CONTEXT(whim) {
            init_connect.set(whim);
            try {
                expect_as_ever();
            } catch (const std::exception& e) {
                BOOST_ERROR(e.what());
            }
            ++looked_at;
        }
    }
    BOOST_TEST(looked_at == kWhims.size());
}

// Where a server does not do what it is told (maximum-sql-select-limit = 2), or a proxy does not
// tell it.
BOOST_AUTO_TEST_CASE(are_compared_one_by_one) {
    const bool mariadb = server.schemas().is_mariadb();
    const db::SessionNeeds needs{mariadb, db::Patience::Request, db::ServerDuty::Serve};
    db::Connection connection{server.worker(), db::Patience::Request};
    const auto right = connection.ask(needs.question()).at(0);
    needs.expect(right);

    std::set<std::string> told;
    for (std::size_t i = 0; i < right.size(); ++i) {
        auto wrong = right;
        wrong[i] = "something else";
        try {
            needs.expect(wrong);
            BOOST_ERROR("a wrong value in place " << i << " is taken");
        } catch (const db::Failure& e) {
            const std::string what = e.what();
            BOOST_TEST(what.find("something else") != std::string::npos);
            BOOST_TEST((dynamic_cast<const db::Unfit*>(&e) != nullptr) == (i + 2 < right.size()));
            told.insert(what);
        }
    }
    BOOST_TEST(told.size() == right.size());
    BOOST_TEST(told.size() > 20U);
    BOOST_TEST(told.count("the database server overrides sql_select_limit: it is 'something "
                          "else', joingate needs '18446744073709551615'") == 1U);
}

// The client library asks and sets something before we can.
BOOST_AUTO_TEST_CASE(are_refused_where_nothing_can_be_set) {
    const Global init_connect{server, "init_connect", "SET sql_big_selects = 0, max_join_size = 1"};
    db::Database fresh{server.worker()};
    BOOST_CHECK_THROW(fresh.read(scope, deadline, [](db::Session&) {}), db::Unfit);
    BOOST_CHECK_THROW(fresh.check(deadline), db::Fault);
}

BOOST_AUTO_TEST_CASE(are_not_met_by_a_server_that_hangs_up) {
    const Global init_connect{server, "init_connect", "SET completion_type = RELEASE"};
    db::Database fresh{server.worker()};
    BOOST_CHECK_THROW(fresh.check(db::Deadline::after(std::chrono::milliseconds{300})),
                      db::Unavailable);
}

BOOST_AUTO_TEST_CASE(are_met_whatever_the_defaults_are) {
    const Global charset{server, "character_set_server", "latin1"};
    const Global collation{server, "collation_server", "latin1_german1_ci"};
    const Global completion{server, "completion_type", "CHAIN"};
    expect_as_ever();
    // All text has its character set and collation from the migrations.
    const auto ours = [&](const std::string& tenant) {
        return server.rows_of("SELECT TABLE_NAME, COLUMN_NAME, COLLATION_NAME FROM "
                              "information_schema.COLUMNS WHERE TABLE_SCHEMA = '" +
                              tenant +
                              "' AND TABLE_NAME NOT IN ('names', 'counter') ORDER BY 1, 2");
    };
    const auto there = ours(server.fresh_tenant());
    BOOST_TEST((there.size() > 20 && there == ours(schema)));
}

// The server may be another one by now: somebody else takes writes, and what this one says is old.
BOOST_AUTO_TEST_CASE(are_not_met_by_a_server_that_takes_no_writes) {
    count("nonce", "request");
    const auto value = [](db::Session& session) { session.row(kValue); };
    std::promise<void> connected;
    std::promise<void> refused;
    // It holds a connection from before, and writes nothing that would be refused.
    auto other = std::async(std::launch::async, [&] {
        database.read(scope, deadline, value);
        connected.set_value();
        refused.get_future().wait();
        BOOST_CHECK_THROW(
            database.read(scope, db::Deadline::after(std::chrono::milliseconds{500}), value),
            db::Unavailable);
    });
    connected.get_future().wait();
    {
        const Global read_only{server, "read_only", "1"};
        BOOST_CHECK_THROW(database.change(scope,
                                          db::Deadline::after(std::chrono::milliseconds{500}),
                                          [](db::Session& session) { session.change(kCount); }),
                          db::Unavailable);
        refused.set_value();
        other.get();
        BOOST_CHECK_THROW(database.check(db::Deadline::after(std::chrono::milliseconds{500})),
                          db::Unavailable);
    }
    count("another nonce", "request");
    BOOST_TEST(counter() == "2");
}

BOOST_AUTO_TEST_CASE(are_waited_for_where_a_server_takes_writes_again) {
    std::optional<Global> read_only;
    std::future<void> healed;
    int runs = 0;
    database.write(scope, entry("nonce", "request"), deadline, [&](db::Session& session) {
        if (++runs == 1) {
            read_only.emplace(server, "read_only", "1");
            healed = std::async(std::launch::async, [&] {
                std::this_thread::sleep_for(std::chrono::milliseconds{300});
                read_only.reset();
            });
        }
        session.change(kCount);
        return std::string{};
    });
    healed.get();
    BOOST_TEST(runs == 2);
    BOOST_TEST(counter() == "1");
}

BOOST_AUTO_TEST_CASE(are_asked_of_every_new_connection) {
    for (const auto& [name, value, remedy] :
         {std::array{"innodb_flush_log_at_trx_commit", "2", "innodb_flush_log_at_trx_commit = 1"},
          std::array{"local_infile", "1", "local_infile = OFF"}}) {
        const Global global{server, name, value};
        db::Database fresh{server.worker()};
        const auto names = [wanted = remedy](const std::exception& e) {
            return std::string{e.what()}.find(wanted) != std::string::npos;
        };
        BOOST_CHECK_EXCEPTION(fresh.read(scope, deadline, [](db::Session&) {}), db::Unavailable,
                              names);
        BOOST_CHECK_EXCEPTION(fresh.check(deadline), db::Fault, names);
    }
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace joingate::test
