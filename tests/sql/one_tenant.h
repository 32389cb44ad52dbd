#pragma once

#include "sql/database.h"
#include "sql/deadline.h"
#include "sql/failure.h"
#include "tests/support/test_database.h"

#include <boost/test/unit_test.hpp>

#include <chrono>
#include <string>

namespace joingate::test {

/// A tenant of its own with a table `counter` (one row: id 1, value 0), and a worker's Database.
struct OneTenant {
    TestDatabase& server = TestDatabase::instance();
    db::Database database{server.worker()};
    std::string schema = server.fresh_tenant();
    db::Scope scope = TestDatabase::scope(schema, "ann", 7);
    db::Deadline deadline = db::Deadline::after(std::chrono::seconds{10});

    static constexpr db::Statement kCount{"count",
                                          "UPDATE counter SET value = value + 1 WHERE id = 1"};
    static constexpr db::Statement kValue{"value", "SELECT value FROM counter WHERE id = 1"};
    static constexpr db::Statement kConnection{"connection", "SELECT CONNECTION_ID() AS id"};

    OneTenant() {
        server.run("CREATE TABLE " + schema +
                   ".counter (id INT NOT NULL PRIMARY KEY, value INT NOT NULL)");
        server.run("INSERT INTO " + schema + ".counter VALUES (1, 0)");
    }

    template <class Work> void read(Work work) { database.read(scope, deadline, work); }

    static db::LedgerEntry entry(std::string_view nonce, std::string_view request_id) {
        return {"key", nonce, request_id, "Count", 4'000'000'000'000};
    }
    /// Counts one up in a write, and answers with `result`.
    std::string count(std::string_view nonce, std::string_view request_id,
                      const std::string& result = "done") {
        return database.write(scope, entry(nonce, request_id), deadline, [&](db::Session& session) {
            session.change(kCount);
            return result;
        });
    }

    /// Ends the session's connection at the server.
    void kill(db::Session& session) const {
        server.run("KILL " + session.row(kConnection).value().text("id"));
    }
    std::string stored(const std::string& table_and_where, const std::string& what = "COUNT(*)") {
        return server.value_of("SELECT " + what + " FROM " + schema + '.' + table_and_where);
    }
    std::string counter() { return stored("counter", "value"); }
    std::string ledger() { return stored("request_ledger"); }
};

} // namespace joingate::test
