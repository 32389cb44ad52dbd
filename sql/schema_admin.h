#pragma once

#include "sql/database.h"
#include "sql/migrations.h"

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace joingate::db {

/// A database user as the server knows it: `'user'@'host'`.
struct Login {
    std::string user;
    std::string host = "localhost";
};

/// A migration as one schema has it.
struct MigrationState {
    int number = 0;
    std::string name;
    /// Unix milliseconds; 0 where it is missing or was interrupted.
    std::int64_t applied_millis = 0;
};

/// Schemas, roles and logins, for the operator's tool and for tests; over a connection of its own
/// as an administrator. Every call may be repeated: what is there already stays. A migration that
/// was interrupted goes on behind its last statement. Names that are no identifiers, and migrations
/// whose text is not the one that was applied, are a Fault. Not thread-safe. Throws Unavailable and
/// Fault.
class SchemaAdmin {
public:
    explicit SchemaAdmin(const Settings& administrator);
    /// With these migrations instead of the embedded ones.
    SchemaAdmin(Settings administrator, std::vector<Migration> migrations);
    ~SchemaAdmin();
    SchemaAdmin(const SchemaAdmin&) = delete;
    SchemaAdmin& operator=(const SchemaAdmin&) = delete;

    /// `family` as in schema_names.h. Creates the schema and runs its migrations.
    void create_schema(std::string_view family, std::string_view schema);
    /// Runs what is missing; returns how many that were. One at a time per schema: a second caller
    /// waits for the first.
    unsigned migrate(std::string_view family, std::string_view schema);
    /// All migrations of the family, by number; a schema that does not exist has none applied.
    std::vector<MigrationState> status(std::string_view family, std::string_view schema);
    void drop_schema(std::string_view schema);

    /// `rights` as in rights.h.
    void create_role(std::string_view role, const std::vector<std::string>& rights);
    /// The role of the exchange, with its rights on every table that is there now: to be repeated
    /// after a migration of the exchange.
    void create_exchange_role();
    void drop_role(std::string_view role);
    void grant_role(std::string_view role, const Login& login);

    /// A login without any right of its own. Without a password the server asks the operating
    /// system who is at the other end of the socket. No password gets into the server's binary log.
    void create_login(const Login& login, std::string_view password = {});
    /// Gives a login that exists this password and no other.
    void set_password(const Login& login, std::string_view password);
    /// From now on the server takes the new password as well as the old one, which must be right.
    /// No connection is ended.
    void add_password(const Login& login, std::string_view old_password,
                      std::string_view new_password);
    bool has_two_passwords(const Login& login);
    /// False where another connection holds this lock of the server. It is held until this object
    /// ends or its connection is lost, which the next call tells by throwing.
    bool lock_passwords();
    void drop_login(const Login& login);

    /// As the server writes them, "GRANT SELECT ON ...".
    std::vector<std::string> grants(std::string_view role);
    std::vector<std::string> grants(const Login& login);

    /// Catalog and exchange with their roles.
    void create_common(const Login& worker);
    /// Schema and role of a tenant; `schema` is `jg` and digits.
    void create_tenant(std::string_view schema, const Login& worker);
    void drop_tenant(std::string_view schema);

    /// Statements that only read, all from one consistent view, in a schema that exists. Together
    /// they may take ten minutes.
    void read(std::string_view schema, const Database::Work& work);
    /// Why workers would not serve with this server: a sentence for each of its variables that is
    /// not what it must be, and what to do.
    std::vector<std::string> server_faults();
    /// innodb_force_recovery of the server; "0" where it runs as it should.
    std::string force_recovery();
    /// MySQL keeps its roles elsewhere.
    bool is_mariadb();

private:
    /// A row of the schema's ledger of migrations.
    struct Applied {
        int number;
        std::string name;
        std::string sha256;
        int statements_done;
        std::int64_t applied_millis;
    };

    Connection& connection();
    template <class Call> auto persistently(Call&& call);
    void run(const std::string& text);
    /// For a text with a password, which must not get into a message.
    void run_secretly(const std::string& name, const std::string& text);
    std::string identified_by(std::string_view password);
    std::string_view collation();
    std::vector<Applied> applied(std::string_view schema);
    void record(std::string_view schema, const Statement& statement, const Binds& binds);
    void change_rows(std::string_view schema, const std::string& text, const Binds& step);
    void apply(std::string_view schema, const Migration& migration, const Applied* interrupted);
    std::vector<std::string> shown_grants(const std::string& grantee);

    Settings settings_;
    std::unique_ptr<Connection> connection_;
    std::vector<Migration> migrations_;
};

/// Whether this is the schema of a tenant: `jg` and six or more digits.
bool is_tenant_schema(std::string_view schema);
/// Schema of the tenant with this number.
std::string tenant_schema(std::int64_t instance);

} // namespace joingate::db
