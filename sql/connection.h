#pragma once

#include "sql/database.h"
#include "sql/session_needs.h"
#include "sql/statement_cache.h"

#include <cppconn/connection.h>
#include <cppconn/exception.h>
#include <cppconn/statement.h>

#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace joingate::db {

/// A connection of one thread. After any failure but Duplicate every further use is refused until
/// rollback(): a transaction that the server has already undone must not go on statement by
/// statement. Not thread-safe. Throws what throw_failure() throws, and Unfit when it is made.
class Connection {
public:
    using Clock = std::chrono::steady_clock;

    /// No request waits longer for one statement (spec "robustness", section 5).
    static constexpr std::chrono::milliseconds kStatementTime{1500};

    Connection(const Settings& settings, Patience patience);
    ~Connection();
    Connection(const Connection&) = delete;
    Connection& operator=(const Connection&) = delete;

    /// Once more what was asked when the connection was made. Throws as SessionNeeds::expect().
    void expect_fit();

    /// "" is no role at all. A name that is not an identifier is a Fault.
    void take_role(std::string_view role);
    void use(std::string_view schema);

    /// The statement as it means this schema; "" where it names all its schemas itself. The
    /// reference holds until the next call.
    Prepared& prepare(std::string_view schema, const Statement& statement);

    /// As `change` and `rows` of Session, once all values are bound.
    std::uint64_t execute(const Prepared& prepared);
    std::vector<Row> query(const Prepared& prepared);
    /// The only cell of an INSERT .. RETURNING. The server describes its columns only when it
    /// answers, so query() does not know them.
    std::int64_t query_returned(const Prepared& prepared);

    /// Text without values of any request, and no question: nothing would read the rows, and the
    /// next statement would fail.
    void run(const std::string& text);
    /// All rows, each cell as text, NULL as none.
    std::vector<std::vector<std::optional<std::string>>> ask(const std::string& text);

    void begin();
    void begin_snapshot();
    /// Throws Conflict where the server says that it rolled back, Lost where the outcome is
    /// unknown.
    void commit();
    /// Nothing to do outside of a transaction. Afterwards the connection may be used again.
    void rollback();

    bool is_mariadb() const { return mariadb_; }
    /// The longest that a statement may take here.
    Clock::duration statement_time() const {
        return patience_ == Patience::Request ? kStatementTime : Clock::duration::max();
    }
    Clock::time_point opened() const { return opened_; }
    Clock::time_point used() const { return used_; }
    void touch(Clock::time_point now) { used_ = now; }

private:
    template <class Call> decltype(auto) guarded(std::string_view doing, Call&& call);
    [[noreturn]] void fail(std::string_view doing, const ::sql::SQLException& e);
    void open(const Settings& settings);
    void set_up(const Settings& settings);

    std::unique_ptr<::sql::Connection> driver_;
    std::unique_ptr<::sql::Statement> plain_;
    const Patience patience_;
    StatementCache cache_;
    std::optional<std::string> role_{""}; ///< none where it is not known
    std::string schema_;                  ///< "" where it is not known
    bool mariadb_ = false;
    std::optional<SessionNeeds> needs_; ///< since the server said what it is
    bool in_transaction_ = false;
    bool failed_ = false;
    Clock::time_point opened_;
    Clock::time_point used_;
};

} // namespace joingate::db
