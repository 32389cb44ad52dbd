#include "tests/sql/one_tenant.h"

namespace joingate::test {
namespace {

struct TwoSchemas : OneTenant {
    std::string other = server.fresh_tenant();

    TwoSchemas() {
        server.run("CREATE TABLE " + other +
                   ".counter (id INT NOT NULL PRIMARY KEY, value INT NOT NULL)");
        server.run("INSERT INTO " + other + ".counter VALUES (1, 1000)");
    }

    db::Scope role_and_schema(const std::string& role, const std::string& schema_of) const {
        return {role, schema_of, {}};
    }
    /// The number of the error that a session in this scope gets for it; 0 for none.
    int refusal(const db::Scope& session_scope, const std::string& text) {
        // A refusal costs the connection, and a Database connects only so often.
        db::Database fresh{server.worker()};
        return refusal(fresh, session_scope, text);
    }
    int refusal(db::Database& with, const db::Scope& session_scope, const std::string& text) {
        try {
            with.read(session_scope, deadline, [&](db::Session& session) {
                const db::Statement statement{"trial", text};
                if (text.rfind("SELECT", 0) == 0)
                    session.rows(statement);
                else
                    session.change(statement);
            });
        } catch (const db::Fault& e) {
            return e.number();
        }
        return 0;
    }
};

constexpr int kNoDatabase = 1044;
constexpr int kNoTable = 1142;

} // namespace

BOOST_FIXTURE_TEST_SUITE(role_wall, TwoSchemas)

BOOST_AUTO_TEST_CASE(keeps_a_tenant_out_of_the_other_tenants) {
    const auto own = role_and_schema(schema, schema);
    BOOST_TEST(refusal(own, "SELECT value FROM counter") == 0);
    BOOST_TEST(refusal(own, "SELECT value FROM " + other + ".counter") == kNoTable);
    BOOST_TEST(refusal(own, "UPDATE " + other + ".counter SET value = 0") == kNoTable);
    BOOST_TEST(refusal(role_and_schema(schema, other), "SELECT value FROM counter") == kNoDatabase);
}

BOOST_AUTO_TEST_CASE(keeps_a_tenant_out_of_the_catalog) {
    const auto own = role_and_schema(schema, schema);
    BOOST_TEST(refusal(own, "SELECT * FROM joingate.account") == kNoTable);
    BOOST_TEST(refusal(own, "SELECT * FROM mysql.user") == kNoTable);
}

BOOST_AUTO_TEST_CASE(lets_a_tenant_use_the_exchange) {
    const auto own = role_and_schema(schema, schema);
    BOOST_TEST(refusal(own, "SELECT * FROM joingateexchange.lease") == 0);
    BOOST_TEST(refusal(own, "DELETE FROM joingateexchange.lease WHERE permission_id = 0") == 0);
    BOOST_TEST(refusal(own, "DROP TABLE joingateexchange.lease") == kNoTable);
}

BOOST_AUTO_TEST_CASE(lets_a_tenant_only_read_what_the_operator_writes) {
    const auto own = role_and_schema(schema, schema);
    for (const auto& [table, column] : {std::pair{"node_tuple", "version"},
                                        {"gateway_tuple", "version"},
                                        {"schema_migration", "number"}}) {
        const auto name = std::string{"joingateexchange."} + table;
        BOOST_TEST(refusal(own, "SELECT * FROM " + name) == 0);
        BOOST_TEST(refusal(own, "DROP TABLE " + name) == kNoTable);
        BOOST_TEST(refusal(own, "DELETE FROM " + name) == kNoTable);
        BOOST_TEST(refusal(own, "UPDATE " + name + " SET " + column + " = 1") == kNoTable);
        BOOST_TEST(refusal(own, "INSERT INTO " + name + " SELECT * FROM " + name) == kNoTable);
    }
}

BOOST_AUTO_TEST_CASE(lets_the_catalog_role_only_read) {
    const auto catalog = role_and_schema("jgcatalog", "joingate");
    BOOST_TEST(refusal(catalog, "SELECT * FROM account") == 0);
    BOOST_TEST(refusal(catalog, "DELETE FROM account") == kNoTable);
    BOOST_TEST(refusal(catalog, "SELECT * FROM joingateexchange.lease") == kNoTable);
    BOOST_TEST(refusal(catalog, "SELECT * FROM " + schema + ".counter") == kNoTable);
}

BOOST_AUTO_TEST_CASE(leaves_the_bare_login_without_any_right) {
    const auto bare = role_and_schema("", "");
    BOOST_TEST(refusal(bare, "SELECT * FROM " + schema + ".counter") == kNoTable);
    BOOST_TEST(refusal(bare, "SELECT * FROM joingate.account") == kNoTable);
    BOOST_TEST(refusal(bare, "SELECT * FROM joingateexchange.lease") == kNoTable);
    BOOST_TEST(refusal(bare, "SELECT 1 AS one") == 0);
}

// The server must look at the role when it executes, not only when it prepares.
BOOST_AUTO_TEST_CASE(holds_for_statements_prepared_under_another_role) {
    const std::string text = "SELECT value FROM " + other + ".counter";
    const auto theirs = role_and_schema(other, "");
    const auto ours = role_and_schema(schema, "");
    BOOST_TEST(refusal(database, theirs, text) == 0);
    BOOST_TEST(refusal(database, theirs, text) == 0);
    BOOST_TEST(refusal(database, ours, text) == kNoTable);
}

BOOST_AUTO_TEST_CASE(does_not_leave_a_role_behind) {
    BOOST_TEST(refusal(database, role_and_schema(schema, schema), "SELECT 1 AS one") == 0);
    BOOST_TEST(refusal(database, role_and_schema("", ""),
                       "SELECT value FROM " + schema + ".counter") == kNoTable);
}

BOOST_AUTO_TEST_CASE(takes_no_role_and_no_schema_that_is_no_identifier) {
    for (const std::string name :
         {"jg000001; DROP", "jg_00001", "JG000001", "jg000001 ", "'", "`x`", "jg\xc3\xa4"}) {
        BOOST_CHECK_THROW(
            database.read(role_and_schema(name, schema), deadline, [](db::Session&) {}), db::Fault);
        db::Database fresh{server.worker()};
        BOOST_CHECK_THROW(fresh.read(role_and_schema(schema, name), deadline,
                                     [](db::Session& session) { session.row(kValue); }),
                          db::Fault);
    }
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_FIXTURE_TEST_SUITE(statement_cache, TwoSchemas)

// A prepared statement stays bound to the schema in which it was prepared, whatever USE says.
BOOST_AUTO_TEST_CASE(gives_each_tenant_its_own_rows_for_the_same_text) {
    const auto value_in = [&](const std::string& schema_of) {
        std::int64_t value = -1;
        database.read(role_and_schema(schema_of, schema_of), deadline, [&](db::Session& session) {
            value = session.row(kValue).value().number("value");
        });
        return value;
    };
    for (int i = 0; i < 3; ++i) {
        BOOST_TEST(value_in(schema) == 0);
        BOOST_TEST(value_in(other) == 1000);
    }
    // Without a schema in common, the role alone would not tell: both roles for one login.
    server.run("GRANT SELECT ON " + other + ".* TO " + schema);
    db::Database seeing_both{server.worker()};
    for (const auto& [in, value] : {std::pair{schema, 0}, {other, 1000}, {schema, 0}})
        seeing_both.read(role_and_schema(schema, in), deadline, [&, v = value](db::Session& s) {
            BOOST_TEST(s.row(kValue).value().number("value") == v);
        });
}

BOOST_AUTO_TEST_CASE(keeps_no_more_statements_than_it_may) {
    auto settings = server.worker();
    settings.statement_cache = 3;
    db::Database small{settings};
    const auto prepared = [&] { return server.status_of("Prepared_stmt_count"); };
    const auto before = prepared();
    small.read(scope, deadline, [&](db::Session& session) {
        for (int round = 0; round < 2; ++round)
            for (int i = 0; i < 10; ++i) {
                const auto text = "SELECT " + std::to_string(i) + " AS number";
                BOOST_TEST(session.row({"number", text}).value().number("number") == i);
            }
        BOOST_TEST(prepared() - before == 3);
        const auto prepares = [&] {
            return std::stoi(
                session.row({"prepares", "SHOW SESSION STATUS LIKE 'Com_stmt_prepare'"})
                    .value()
                    .text("Value"));
        };
        const int first = prepares();
        for (int i = 0; i < 5; ++i)
            session.row(kValue);
        BOOST_TEST(prepares() - first == 1);
    });
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace joingate::test
