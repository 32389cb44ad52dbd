#include "sql/session.h"

#include "sql/connection.h"
#include "sql/deadline.h"
#include "sql/failure.h"

#include <algorithm>
#include <charconv>
#include <chrono>

namespace joingate::db {
namespace {

std::int64_t unix_millis() {
    return std::chrono::duration_cast<std::chrono::milliseconds>(
               std::chrono::system_clock::now().time_since_epoch())
        .count();
}

Fault fault(std::string_view statement, std::string_view what, std::string_view name = {}) {
    return Fault{0, std::string{statement} + ": " + std::string{what} + std::string{name}};
}

template <class Pairs> auto find_named(const Pairs& pairs, std::string_view name) {
    return std::find_if(pairs.begin(), pairs.end(),
                        [name](const auto& pair) { return pair.first == name; });
}

constexpr std::string_view kNow = "now";
constexpr Statement kLastId{"last_insert_id", "SELECT LAST_INSERT_ID() AS id"};

struct Setter {
    ::sql::PreparedStatement& statement;
    unsigned position;

    void operator()(std::monostate /*unused*/) const { statement.setNull(position, 0); }
    void operator()(std::int64_t number) const { statement.setInt64(position, number); }
    void operator()(std::string_view text) const {
        statement.setString(position, ::sql::SQLString{text.data(), text.size()});
    }
};

} // namespace

const std::optional<std::string>& Row::cell(std::string_view column) const {
    const auto found = std::find(columns_->begin(), columns_->end(), column);
    if (found == columns_->end()) throw fault("row", "no column ", column);
    return cells_[static_cast<std::size_t>(found - columns_->begin())];
}

bool Row::has(std::string_view column) const {
    return cell(column).has_value();
}

const std::string& Row::text(std::string_view column) const {
    const auto& value = cell(column);
    if (!value) throw fault("row", "NULL in column ", column);
    return *value;
}

std::int64_t Row::number(std::string_view column) const {
    const auto& digits = text(column);
    const auto* const end = digits.data() + digits.size();
    std::int64_t number = 0;
    const auto parsed = std::from_chars(digits.data(), end, number);
    if (parsed.ec != std::errc{} || parsed.ptr != end) throw fault("row", "no number in ", column);
    return number;
}

bool Row::flag(std::string_view column) const {
    return number(column) != 0;
}

Session::Session(Connection& connection, const Scope& scope, const Deadline& deadline)
    : connection_{connection}, scope_{scope}, deadline_{deadline}, now_millis_{unix_millis()} {}

Prepared& Session::bound(const Statement& statement, const Binds& binds) {
    for (const auto& bind : binds)
        if (bind.name == kNow || find_named(scope_.binds, bind.name) != scope_.binds.end())
            throw fault(statement.name, "the session binds :", bind.name);

    auto& prepared = connection_.prepare(scope_.schema, statement);
    unsigned position = 0;
    for (const auto& name : prepared.binds) {
        Setter set{*prepared.statement, ++position};
        if (name == kNow) {
            set(now_millis_);
        } else if (const auto own = find_named(scope_.binds, name); own != scope_.binds.end()) {
            set(std::string_view{own->second});
        } else {
            const auto given = std::find_if(binds.begin(), binds.end(), [&name](const Bind& bind) {
                return bind.name == name;
            });
            if (given == binds.end()) throw fault(statement.name, "nothing bound to :", name);
            std::visit(set, given->value);
        }
    }
    return prepared;
}

// Some expressions that the server cuts at its time limit answer without an error, so the clock is
// asked as well.
template <class Call> auto Session::timed(const Statement& statement, Call&& call) {
    const auto start = Deadline::Clock::now();
    if (deadline_.passed()) throw Unavailable{0, std::string{statement.name} + ": out of time"};
    auto result = call();
    if (Deadline::Clock::now() - start >= connection_.statement_time() || deadline_.passed())
        throw Unavailable{0, std::string{statement.name} + ": out of time"};
    return result;
}

std::vector<Row> Session::rows(const Statement& statement, const Binds& binds) {
    return timed(statement, [&] {
        const auto& prepared = bound(statement, binds);
        if (!prepared.columns) throw fault(statement.name, "answers no rows");
        return connection_.query(prepared);
    });
}

std::optional<Row> Session::row(const Statement& statement, const Binds& binds) {
    auto found = rows(statement, binds);
    if (found.size() > 1) throw fault(statement.name, "more than one row");
    if (found.empty()) return std::nullopt;
    return std::move(found.front());
}

std::optional<Row> Session::row(const List& list, const Binds& filters) {
    const auto text = rows_text(list, filters);
    return row(Statement{list.name, text}, filters);
}

std::vector<Row> Session::page(const List& list, Binds filters, const Page& page) {
    const auto text = page_text(list, filters, page);
    filters.push_back({"limit", page.limit});
    filters.push_back({"offset", page.offset});
    return rows({list.name, text}, filters);
}

std::int64_t Session::count(const List& list, const Binds& filters) {
    const auto text = count_text(list, filters);
    return row(Statement{list.name, text}, filters).value().number("total_count");
}

std::uint64_t Session::change(const Statement& statement, const Binds& binds) {
    return timed(statement, [&] {
        const auto& prepared = bound(statement, binds);
        if (prepared.columns) throw fault(statement.name, "answers rows");
        return connection_.execute(prepared);
    });
}

std::int64_t Session::insert(const Statement& statement, const Binds& binds) {
    if (connection_.is_mariadb()) {
        // Saves the question of the other branch; MySQL has no RETURNING.
        const auto text = std::string{statement.text} + " RETURNING _rowid";
        const Statement returning{statement.name, text};
        return timed(returning,
                     [&] { return connection_.query_returned(bound(returning, binds)); });
    }
    change(statement, binds);
    return row(kLastId).value().number("id");
}

} // namespace joingate::db
