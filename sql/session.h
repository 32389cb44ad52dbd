#pragma once

#include "sql/list.h"
#include "sql/statement.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace joingate::db {

class Connection;
class Deadline;
struct Prepared;

/// What one piece of work may touch: the database role it takes, the schema its statements mean,
/// and values that are bound for it (":caller", ":instance") and that no handler can rebind.
struct Scope {
    std::string role;
    std::string schema;
    std::vector<std::pair<std::string, std::string>> binds;
};

/// One row of a result, copied out of the driver. Column names are those of the statement, exact
/// case. Asking for a column that the statement does not have, or for a NULL one, is a bug and
/// throws Fault.
class Row {
public:
    using Columns = std::shared_ptr<const std::vector<std::string>>;

    Row(Columns columns, std::vector<std::optional<std::string>> cells)
        : columns_{std::move(columns)}, cells_{std::move(cells)} {}

    /// False for NULL.
    bool has(std::string_view column) const;
    const std::string& text(std::string_view column) const;
    std::int64_t number(std::string_view column) const;
    /// A number other than 0.
    bool flag(std::string_view column) const;

private:
    const std::optional<std::string>& cell(std::string_view column) const;

    Columns columns_;
    std::vector<std::optional<std::string>> cells_;
};

/// Statements inside one piece of work of one thread; made by Database, never kept. `:now` (Unix
/// milliseconds, one value per session) and the scope's binds are bound by the session; a handler
/// gives the others. Not thread-safe. Throws Conflict, Lost, Duplicate, Unavailable, Fault.
class Session {
public:
    Session(Connection& connection, const Scope& scope, const Deadline& deadline);

    /// The only row, or none. More than one row is a Fault.
    std::optional<Row> row(const Statement& statement, const Binds& binds = {});
    std::vector<Row> rows(const Statement& statement, const Binds& binds = {});

    /// The only row of a list that matches, or none.
    std::optional<Row> row(const List& list, const Binds& filters);
    /// A page of a list and, in each row, the count behind it (sql/list.h).
    std::vector<Row> page(const List& list, Binds filters, const Page& page);
    /// How many rows of a list match.
    std::int64_t count(const List& list, const Binds& filters);

    /// Rows whose values differ after the statement (CLIENT_FOUND_ROWS is off; spec/README decision
    /// 6).
    std::uint64_t change(const Statement& statement, const Binds& binds = {});

    /// An INSERT into a table with an AUTO_INCREMENT column; its new id.
    std::int64_t insert(const Statement& statement, const Binds& binds = {});

    /// What `:now` is bound to.
    std::int64_t now_millis() const { return now_millis_; }

private:
    Prepared& bound(const Statement& statement, const Binds& binds);
    template <class Call> auto timed(const Statement& statement, Call&& call);

    Connection& connection_;
    const Scope& scope_;
    const Deadline& deadline_;
    std::int64_t now_millis_;
};

} // namespace joingate::db
