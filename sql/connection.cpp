#include "sql/connection.h"

#include "sql/failure.h"
#include "sql/placeholders.h"
#include "sql/schema_names.h"

#include <cppconn/driver.h>
#include <cppconn/metadata.h>
#include <cppconn/resultset.h>
#include <cppconn/resultset_metadata.h>

namespace joingate::db {
namespace {

constexpr int kAccessDenied = 1045;
constexpr int kUnknownVariable = 1193;
constexpr int kDeadlock = 1213;
constexpr int kTls = 2026;

// The driver's look-up of its one instance is not thread-safe; a local static is.
::sql::Driver& driver() {
    static ::sql::Driver* const instance = get_driver_instance();
    return *instance;
}

::sql::ConnectOptionsMap options(const Settings& settings, Patience patience) {
    const int seconds = patience == Patience::Request ? 3 : 600;
    ::sql::ConnectOptionsMap map;
    if (!settings.socket.empty()) {
        map["hostName"] = ::sql::SQLString{"unix://" + settings.socket};
    } else {
        map["hostName"] =
            ::sql::SQLString{"tcp://" + settings.host + ':' + std::to_string(settings.port)};
        map["sslCA"] = ::sql::SQLString{settings.tls_ca};
        map["sslVerify"] = true;
        map["sslEnforce"] = true;
    }
    map["userName"] = ::sql::SQLString{settings.user};
    map["password"] = ::sql::SQLString{settings.password};
    // Time-outs have an effect only here, before the connection exists.
    map["OPT_CONNECT_TIMEOUT"] = 1;
    map["OPT_READ_TIMEOUT"] = seconds;
    map["OPT_WRITE_TIMEOUT"] = seconds;
    map["OPT_LOCAL_INFILE"] = 0;
    map["OPT_CHARSET_NAME"] = ::sql::SQLString{"utf8mb4"};
    return map;
}

} // namespace

template <class Call> decltype(auto) Connection::guarded(std::string_view doing, Call&& call) {
    if (failed_) throw Fault{0, std::string{doing} + ": used after a failure"};
    try {
        return call();
    } catch (const ::sql::SQLException& e) {
        fail(doing, e);
    }
}

void Connection::fail(std::string_view doing, const ::sql::SQLException& e) {
    failed_ = true;
    try {
        throw_failure(e.getErrorCode(), doing, e.what());
    } catch (const Duplicate&) {
        failed_ = false; // the server undid the one statement, and the caller knows what that means
        throw;
    }
}

Connection::Connection(const Settings& settings, Patience patience)
    : patience_{patience}, cache_{settings.statement_cache}, opened_{Clock::now()}, used_{opened_} {
    if (settings.socket.empty() && settings.tls_ca.empty())
        throw Fault{0, "database settings: a connection by TCP needs tls_ca"};
    try {
        open(settings);
        set_up(settings);
    } catch (const Lost& e) {
        // A certificate that is refused is refused at the next try as well.
        if (e.number() == kTls) throw Unavailable{e.number(), e.what()};
        throw;
    } catch (const Fault& e) {
        // A password that is refused may be right again soon.
        if (e.number() == kAccessDenied) throw Unavailable{e.number(), e.what()};
        throw Unfit{e.number(),
                    std::string{"the database server refuses what joingate needs: "} + e.what()};
    }
}

// Statements before their connection: each has the server forget it.
Connection::~Connection() {
    cache_.clear();
    plain_.reset();
    driver_.reset();
}

void Connection::open(const Settings& settings) {
    auto map = options(settings, patience_);
    guarded("connect", [&] {
        driver_.reset(driver().connect(map));
        plain_.reset(driver_->createStatement());
    });
}

void Connection::set_up(const Settings& settings) {
    mariadb_ = guarded("connect", [&] {
        return driver_->getMetaData()->getDatabaseProductVersion().asStdString().find("MariaDB") !=
               std::string::npos;
    });
    needs_.emplace(mariadb_, patience_, settings.duty);
    // What init_connect may have begun: reads would see its snapshot for as long as we live.
    run("ROLLBACK AND NO CHAIN NO RELEASE");
    try {
        run(needs_->set_text());
    } catch (const Fault& e) {
        if (e.number() != kUnknownVariable || !mariadb_) throw;
        failed_ = false;
        needs_->leave_out(kSnapshotIsolation); // it came with 10.6.18 and 10.11.8
        run(needs_->set_text());
    }
    expect_fit();
    if (settings.socket.empty() &&
        ask("SHOW SESSION STATUS LIKE 'Ssl_cipher'").at(0).at(1).value_or("").empty())
        throw Unfit{0, "connect: the server speaks no TLS"};
}

void Connection::expect_fit() {
    needs_->expect(ask(needs_->question()).at(0));
}

void Connection::take_role(std::string_view role) {
    if (role_ == role) return;
    if (!role.empty() && !is_identifier(role))
        throw Fault{0, "role: '" + std::string{role} + "' is no identifier"};
    role_.reset(); // until the server says so it may be either
    run("SET ROLE " + (role.empty() ? std::string{"NONE"} : std::string{role}));
    role_ = role;
}

void Connection::use(std::string_view schema) {
    if (schema == schema_) return;
    if (!is_identifier(schema))
        throw Fault{0, "schema: '" + std::string{schema} + "' is no identifier"};
    schema_.clear(); // until the server says so it may be either
    run("USE " + std::string{schema});
    schema_ = schema;
}

Prepared& Connection::prepare(std::string_view schema, const Statement& statement) {
    if (auto* const known = cache_.find(schema, statement.text)) return *known;
    if (!schema.empty()) use(schema);
    return guarded(statement.name, [&]() -> Prepared& {
        auto placeholders = parse_placeholders(statement.text);
        Prepared prepared{std::string{statement.name},
                          std::string{schema},
                          std::string{statement.text},
                          std::move(placeholders.names),
                          nullptr,
                          nullptr};
        prepared.statement.reset(driver_->prepareStatement(placeholders.text));
        // Owned by the statement.
        auto* const meta = prepared.statement->getMetaData();
        if (const auto count = meta->getColumnCount()) {
            std::vector<std::string> columns;
            for (unsigned i = 1; i <= count; ++i)
                columns.push_back(meta->getColumnLabel(i));
            prepared.columns = std::make_shared<const std::vector<std::string>>(std::move(columns));
        }
        return cache_.add(std::move(prepared));
    });
}

std::uint64_t Connection::execute(const Prepared& prepared) {
    return guarded(prepared.name,
                   [&] { return static_cast<std::uint64_t>(prepared.statement->executeUpdate()); });
}

std::vector<Row> Connection::query(const Prepared& prepared) {
    return guarded(prepared.name, [&] {
        const std::unique_ptr<::sql::ResultSet> result{prepared.statement->executeQuery()};
        const auto width = static_cast<unsigned>(prepared.columns->size());
        std::vector<Row> rows;
        rows.reserve(result->rowsCount());
        while (result->next()) {
            std::vector<std::optional<std::string>> cells(width);
            for (unsigned i = 0; i < width; ++i)
                if (!result->isNull(i + 1)) cells[i] = result->getString(i + 1).asStdString();
            rows.emplace_back(prepared.columns, std::move(cells));
        }
        return rows;
    });
}

std::int64_t Connection::query_returned(const Prepared& prepared) {
    return guarded(prepared.name, [&]() -> std::int64_t {
        const std::unique_ptr<::sql::ResultSet> result{prepared.statement->executeQuery()};
        if (!result->next()) throw Fault{0, prepared.name + ": inserted nothing"};
        return result->getInt64(1);
    });
}

void Connection::run(const std::string& text) {
    guarded(text, [&] { plain_->execute(text); });
}

std::vector<std::vector<std::optional<std::string>>> Connection::ask(const std::string& text) {
    return guarded(text, [&] {
        const std::unique_ptr<::sql::ResultSet> result{plain_->executeQuery(text)};
        const auto width = result->getMetaData()->getColumnCount();
        std::vector<std::vector<std::optional<std::string>>> rows;
        while (result->next()) {
            auto& row = rows.emplace_back(width);
            for (unsigned i = 0; i < width; ++i)
                if (!result->isNull(i + 1)) row[i] = result->getString(i + 1).asStdString();
        }
        return rows;
    });
}

void Connection::begin() {
    in_transaction_ = true; // an answer that says no may come from a server that has begun
    run("START TRANSACTION");
}

void Connection::begin_snapshot() {
    in_transaction_ = true;
    run("START TRANSACTION WITH CONSISTENT SNAPSHOT, READ ONLY");
}

void Connection::commit() {
    if (failed_) throw Fault{0, "COMMIT: the work went on after a failure"};
    try {
        run("COMMIT");
    } catch (const Conflict& e) {
        if (e.number() == kDeadlock) throw; // the only error that says that nothing was done
        throw Lost{e.number(), e.what()};
    } catch (const Failure& e) {
        throw Lost{e.number(), e.what()};
    }
    in_transaction_ = false;
}

void Connection::rollback() {
    if (in_transaction_) {
        failed_ = false;
        run("ROLLBACK");
        in_transaction_ = false;
    }
    failed_ = false;
}

} // namespace joingate::db
