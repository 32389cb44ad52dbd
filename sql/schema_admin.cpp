#include "sql/schema_admin.h"

#include "sql/connection.h"
#include "sql/failure.h"
#include "sql/migration_text.h"
#include "sql/native_password.h"
#include "sql/rights.h"
#include "sql/schema_names.h"
#include "sql/statements.h"

#include <algorithm>
#include <array>
#include <optional>
#include <thread>

namespace joingate::db {
namespace {

// As long as the socket of an administrator's connection waits for one statement.
Deadline patient() {
    return Deadline::after(std::chrono::minutes{10});
}

std::string identifier(std::string_view name) {
    if (!is_identifier(name)) throw Fault{0, "'" + std::string{name} + "' is no identifier"};
    return std::string{name};
}

// What stands between quotes in CREATE USER and GRANT, where the server takes no binds.
std::string quoted(std::string_view text) {
    const bool plain = std::all_of(text.begin(), text.end(), [](char c) {
        return c > ' ' && c < '\x7f' && c != '\'' && c != '"' && c != '\\' && c != '`';
    });
    if (!plain) throw Fault{0, "a login or password has a character that cannot be quoted"};
    return "'" + std::string{text} + "'";
}

std::string quoted(const Login& login) {
    return quoted(login.user) + '@' + quoted(login.host);
}

// Refuses the passwords that quoted() refuses, so that a site may move to another server.
std::string hashed(std::string_view password) {
    quoted(password);
    return "mysql_native_password USING '" + native_password_hash(password) + "'";
}

Scope within(std::string_view schema) {
    return {{}, std::string{schema}, {}};
}

bool is_one(const std::vector<std::vector<std::optional<std::string>>>& rows) {
    return !rows.empty() && rows.front().at(0) == "1";
}

constexpr std::chrono::milliseconds kWaitForLock{250};

// Object exists, column or key exists, cannot drop, constraint exists.
constexpr std::array kAlreadyDone{1050, 1060, 1061, 1091, 1826, 3822};

// After an interruption it is not known whether the statement that was then running took effect.
bool says_already_done(int number) {
    return std::find(kAlreadyDone.begin(), kAlreadyDone.end(), number) != kAlreadyDone.end();
}

// Everything else that a migration does commits by itself.
bool changes_rows(std::string_view statement) {
    constexpr std::array<std::string_view, 4> kVerbs{"INSERT", "UPDATE", "DELETE", "REPLACE"};
    return std::any_of(kVerbs.begin(), kVerbs.end(), [&](std::string_view verb) {
        return statement.substr(0, verb.size()) == verb;
    });
}

} // namespace

bool is_tenant_schema(std::string_view schema) {
    if (schema.substr(0, kTenantPrefix.size()) != kTenantPrefix || !is_identifier(schema))
        return false;
    const auto digits = schema.substr(kTenantPrefix.size());
    return digits.size() >= kTenantDigits &&
           std::all_of(digits.begin(), digits.end(), [](char c) { return c >= '0' && c <= '9'; });
}

std::string tenant_schema(std::int64_t instance) {
    auto digits = std::to_string(instance);
    if (digits.size() < kTenantDigits) digits.insert(0, kTenantDigits - digits.size(), '0');
    return std::string{kTenantPrefix} + digits;
}

SchemaAdmin::SchemaAdmin(const Settings& administrator)
    : SchemaAdmin{administrator, all_migrations()} {}

SchemaAdmin::SchemaAdmin(Settings administrator, std::vector<Migration> migrations)
    : settings_{std::move(administrator)}, migrations_{std::move(migrations)} {}

SchemaAdmin::~SchemaAdmin() = default;

Connection& SchemaAdmin::connection() {
    try {
        if (!connection_)
            connection_ = std::make_unique<Connection>(settings_, Patience::Administration);
    } catch (const Lost& e) {
        throw Unavailable{e.number(), e.what()};
    }
    return *connection_;
}

// Somebody who reads or writes a table holds its metadata lock for as long as its transaction
// takes.
template <class Call> auto SchemaAdmin::persistently(Call&& call) {
    for (unsigned tries = 20;; --tries) {
        try {
            return call(connection());
        } catch (const Conflict& e) {
            connection_->rollback();
            if (tries == 1) throw Unavailable{e.number(), e.what()};
            std::this_thread::sleep_for(kWaitForLock);
        } catch (const Lost& e) {
            connection_.reset();
            throw Unavailable{e.number(), e.what()};
        } catch (...) {
            connection_.reset();
            throw;
        }
    }
}

void SchemaAdmin::run(const std::string& text) {
    persistently([&](Connection& connection) { connection.run(text); });
}

// A failure names its statement and repeats parts of it.
void SchemaAdmin::run_secretly(const std::string& name, const std::string& text) {
    try {
        run(text);
    } catch (const Unavailable& e) {
        throw Unavailable{e.number(), name + ": error " + std::to_string(e.number())};
    } catch (const Fault& e) {
        throw Fault{e.number(), name + ": error " + std::to_string(e.number())};
    }
}

std::vector<SchemaAdmin::Applied> SchemaAdmin::applied(std::string_view schema) {
    return persistently([&](Connection& connection) {
        std::vector<Applied> all;
        if (!is_one(connection.ask("SELECT COUNT(*) FROM information_schema.TABLES WHERE "
                                   "TABLE_SCHEMA = '" +
                                   identifier(schema) + "' AND TABLE_NAME = 'schema_migration'")))
            return all;
        const auto deadline = patient();
        const auto scope = within(schema);
        Session session{connection, scope, deadline};
        for (const auto& row : session.rows(statement::migration_list))
            all.push_back({static_cast<int>(row.number("number")), row.text("name"),
                           row.text("sha256"), static_cast<int>(row.number("statements_done")),
                           row.has("applied_millis") ? row.number("applied_millis") : 0});
        return all;
    });
}

void SchemaAdmin::record(std::string_view schema, const Statement& statement, const Binds& binds) {
    persistently([&](Connection& connection) {
        const auto deadline = patient();
        const auto scope = within(schema);
        Session{connection, scope, deadline}.change(statement, binds);
    });
}

void SchemaAdmin::create_schema(std::string_view family, std::string_view schema) {
    run("CREATE DATABASE IF NOT EXISTS " + identifier(schema) + " CHARACTER SET utf8mb4 COLLATE " +
        std::string{collation()});
    migrate(family, schema);
}

std::string_view SchemaAdmin::collation() {
    return connection().is_mariadb() ? "utf8mb4_nopad_bin" : "utf8mb4_0900_bin";
}

unsigned SchemaAdmin::migrate(std::string_view family, std::string_view schema) {
    const auto lock = "'migrate " + identifier(schema) + "'";
    if (!is_one(persistently([&](Connection& connection) {
            return connection.ask("SELECT GET_LOCK(" + lock + ", 30)");
        })))
        throw Unavailable{0, "somebody else has been migrating " + std::string{schema} +
                                 " for half a minute"};
    run("CREATE TABLE IF NOT EXISTS " + identifier(schema) +
        ".schema_migration (number INT NOT NULL, name VARCHAR(64) CHARACTER SET ascii COLLATE "
        "ascii_bin NOT NULL, sha256 CHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL, "
        "statements_done INT NOT NULL DEFAULT 0, applied_millis BIGINT NULL, "
        "PRIMARY KEY (number)) ENGINE = InnoDB");
    unsigned count = 0;
    const auto known = applied(schema);
    for (const auto& migration : migrations_) {
        if (migration.family != family) continue;
        const auto found = std::find_if(known.begin(), known.end(), [&](const Applied& one) {
            return one.number == migration.number;
        });
        const auto* const entry = found == known.end() ? nullptr : &*found;
        if (entry != nullptr && entry->sha256 != sha256_hex(migration.text))
            throw Fault{0, std::string{schema} + ": the text of migration " +
                               std::string{migration.name} + " is not the one that was applied"};
        if (entry != nullptr && entry->applied_millis != 0) continue;
        apply(schema, migration, entry);
        ++count;
    }
    run("DO RELEASE_LOCK(" + lock + ")");
    return count;
}

// With its step, in one transaction: after an interruption both are there, or neither.
void SchemaAdmin::change_rows(std::string_view schema, const std::string& text, const Binds& step) {
    persistently([&](Connection& connection) {
        const auto deadline = patient();
        const auto scope = within(schema);
        connection.use(schema);
        connection.begin();
        connection.run(text);
        Session{connection, scope, deadline}.change(statement::migration_step, step);
        connection.commit();
    });
}

void SchemaAdmin::apply(std::string_view schema, const Migration& migration,
                        const Applied* interrupted) {
    const auto statements = migration_statements(migration.text, collation());
    const std::int64_t number = migration.number;
    if (interrupted == nullptr)
        record(schema, statement::migration_begin,
               {{"number", number},
                {"name", migration.name},
                {"sha256", std::string_view{sha256_hex(migration.text)}}});
    const auto first =
        interrupted == nullptr ? 0 : static_cast<std::size_t>(interrupted->statements_done);
    for (auto i = first; i < statements.size(); ++i) {
        const Binds step{{"number", number}, {"done", static_cast<std::int64_t>(i + 1)}};
        if (changes_rows(statements[i])) {
            change_rows(schema, statements[i], step);
            continue;
        }
        persistently([&](Connection& connection) {
            connection.use(schema);
            try {
                connection.run(statements[i]);
            } catch (const Fault& e) {
                if (interrupted == nullptr || i != first || !says_already_done(e.number())) throw;
                connection.rollback(); // for use again: the lock of migrate() ends with it
            }
        });
        record(schema, statement::migration_step, step);
    }
    record(schema, statement::migration_end, {{"number", number}});
}

std::vector<MigrationState> SchemaAdmin::status(std::string_view family, std::string_view schema) {
    const auto known = applied(schema);
    std::vector<MigrationState> all;
    for (const auto& migration : migrations_) {
        if (migration.family != family) continue;
        const auto found = std::find_if(known.begin(), known.end(), [&](const Applied& one) {
            return one.number == migration.number;
        });
        all.push_back({migration.number, std::string{migration.name},
                       found == known.end() ? 0 : found->applied_millis});
    }
    return all;
}

void SchemaAdmin::drop_schema(std::string_view schema) {
    run("DROP DATABASE IF EXISTS " + identifier(schema));
}

void SchemaAdmin::create_role(std::string_view role, const std::vector<std::string>& rights) {
    run("CREATE ROLE IF NOT EXISTS " + identifier(role));
    for (const auto& right : rights)
        run("GRANT " + right + " TO " + identifier(role));
}

void SchemaAdmin::create_exchange_role() {
    std::vector<std::string> tables;
    read(kExchangeSchema, [&](Session& session) {
        tables.clear();
        for (const auto& row : session.rows(statement::check_tables, {{"schema", kExchangeSchema}}))
            tables.push_back(row.text("name"));
    });
    create_role(kExchangeRole, rights_of_exchange_role(tables));
    // Until 0.1.0 the role had the whole schema, from which no single table can be taken away.
    const auto whole_schema = right_on(kExchangeSchema, Rights::ReadAndWrite);
    for (const auto& line : grants(kExchangeRole))
        if (line.find(whole_schema) != std::string::npos)
            run("REVOKE " + whole_schema + " FROM " + std::string{kExchangeRole});
}

void SchemaAdmin::drop_role(std::string_view role) {
    run("DROP ROLE IF EXISTS " + identifier(role));
}

void SchemaAdmin::grant_role(std::string_view role, const Login& login) {
    run("GRANT " + identifier(role) + " TO " + quoted(login));
}

// MySQL writes a hash into its binary log by itself.
std::string SchemaAdmin::identified_by(std::string_view password) {
    return is_mariadb() ? " IDENTIFIED VIA " + hashed(password)
                        : " IDENTIFIED BY " + quoted(password);
}

void SchemaAdmin::create_login(const Login& login, std::string_view password) {
    const auto by_socket =
        is_mariadb() ? " IDENTIFIED VIA unix_socket" : " IDENTIFIED WITH auth_socket";
    run_secretly("CREATE USER " + quoted(login),
                 "CREATE USER IF NOT EXISTS " + quoted(login) +
                     (password.empty() ? by_socket : identified_by(password)));
}

void SchemaAdmin::set_password(const Login& login, std::string_view password) {
    const auto alter = "ALTER USER " + quoted(login);
    run_secretly(alter, alter + identified_by(password));
    if (!is_mariadb()) run(alter + " DISCARD OLD PASSWORD");
}

void SchemaAdmin::add_password(const Login& login, std::string_view old_password,
                               std::string_view new_password) {
    const auto alter = "ALTER USER " + quoted(login);
    // MariaDB has no second password, but it tries one method after the other.
    run_secretly(alter, is_mariadb()
                            ? alter + identified_by(old_password) + " OR " + hashed(new_password)
                            : alter + identified_by(new_password) + " RETAIN CURRENT PASSWORD");
}

bool SchemaAdmin::lock_passwords() {
    return is_one(persistently([](Connection& connection) {
        return connection.ask("SELECT GET_LOCK('joingate password', 0)");
    }));
}

bool SchemaAdmin::has_two_passwords(const Login& login) {
    const auto question =
        is_mariadb()
            ? "SHOW CREATE USER " + quoted(login)
            : "SELECT IF(JSON_CONTAINS_PATH(User_attributes, 'one', '$.additional_password'), "
              "' OR ', '') FROM mysql.user WHERE User = " +
                  quoted(login.user) + " AND Host = " + quoted(login.host);
    const auto rows =
        persistently([&](Connection& connection) { return connection.ask(question); });
    return !rows.empty() && rows.front().at(0).value_or("").find(" OR ") != std::string::npos;
}

void SchemaAdmin::drop_login(const Login& login) {
    run("DROP USER IF EXISTS " + quoted(login));
}

std::vector<std::string> SchemaAdmin::shown_grants(const std::string& grantee) {
    return persistently([&](Connection& connection) {
        std::vector<std::string> lines;
        for (const auto& row : connection.ask("SHOW GRANTS FOR " + grantee))
            lines.push_back(row.at(0).value_or(""));
        return lines;
    });
}

std::vector<std::string> SchemaAdmin::grants(std::string_view role) {
    return shown_grants(identifier(role));
}

std::vector<std::string> SchemaAdmin::grants(const Login& login) {
    return shown_grants(quoted(login));
}

void SchemaAdmin::create_common(const Login& worker) {
    create_schema(kCatalogFamily, kCatalogSchema);
    create_role(kCatalogRole, rights_of_catalog_role());
    grant_role(kCatalogRole, worker);
    create_schema(kExchangeFamily, kExchangeSchema);
    create_exchange_role();
    grant_role(kExchangeRole, worker);
}

void SchemaAdmin::create_tenant(std::string_view schema, const Login& worker) {
    if (!is_tenant_schema(schema))
        throw Fault{0, "'" + std::string{schema} + "' is no name of a tenant's schema"};
    create_schema(kTenantFamily, schema);
    create_role(schema, rights_of_tenant_role(schema));
    grant_role(schema, worker);
}

void SchemaAdmin::drop_tenant(std::string_view schema) {
    if (!is_tenant_schema(schema))
        throw Fault{0, "'" + std::string{schema} + "' is no name of a tenant's schema"};
    drop_role(schema);
    drop_schema(schema);
}

void SchemaAdmin::read(std::string_view schema, const Database::Work& work) {
    persistently([&](Connection& connection) {
        const auto deadline = patient();
        const auto scope = within(schema);
        connection.begin_snapshot();
        Session session{connection, scope, deadline};
        work(session);
        connection.rollback();
    });
}

std::vector<std::string> SchemaAdmin::server_faults() {
    return persistently([&](Connection& connection) {
        const bool mariadb = connection.is_mariadb();
        return db::server_faults(mariadb, connection.ask(server_question(mariadb)).at(0));
    });
}

std::string SchemaAdmin::force_recovery() {
    return persistently([](Connection& connection) {
        return connection.ask("SELECT @@GLOBAL.innodb_force_recovery").at(0).at(0).value_or("");
    });
}

bool SchemaAdmin::is_mariadb() {
    return connection().is_mariadb();
}

} // namespace joingate::db
