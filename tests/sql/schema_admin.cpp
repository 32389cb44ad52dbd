#include "sql/schema_admin.h"

#include "sql/failure.h"
#include "sql/migration_text.h"
#include "tests/support/server.h"
#include "tests/support/test_database.h"

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <stdexcept>
#include <string>
#include <vector>

namespace joingate::test {
namespace {

using db::Migration;
using db::SchemaAdmin;

struct EmptySchema {
    TestDatabase& server = TestDatabase::instance();
    std::string schema = "trial" + std::to_string(++number());
    std::vector<Migration> migrations{
        {"trial", 1, "0001_first",
         "-- The first.\nCREATE TABLE a (\n    x INT NOT NULL, -- ; not an end\n"
         "    label VARCHAR(9) COLLATE ${nopad_bin}\n);\n\nCREATE TABLE b (x INT);\n"},
        {"trial", 2, "0002_more",
         "ALTER TABLE a ADD COLUMN y INT;\nINSERT INTO a (x) VALUES (1);\n"},
        {"other", 1, "0001_first", "CREATE TABLE other (x INT);\n"}};

    ~EmptySchema() { server.schemas().drop_schema(schema); }

    static int& number() {
        static int last = 0;
        return last;
    }
    SchemaAdmin with(std::size_t count) const {
        return SchemaAdmin{server.admin(),
                           {migrations.begin(), migrations.begin() + static_cast<long>(count)}};
    }
    std::string tables() const {
        return server.value_of("SELECT GROUP_CONCAT(TABLE_NAME ORDER BY TABLE_NAME) FROM "
                               "information_schema.TABLES WHERE TABLE_SCHEMA = '" +
                               schema + "'");
    }
};

/// A role as SHOW GRANTS names it; MySQL lists several behind one GRANT.
std::string granted(const std::string& role) {
    return '`' + role + (on_mysql() ? "`@`%`" : "` TO");
}

bool has_line(const std::vector<std::string>& lines, const std::string& part) {
    return std::any_of(lines.begin(), lines.end(), [&](const std::string& line) {
        return line.find(part) != std::string::npos;
    });
}

} // namespace

BOOST_FIXTURE_TEST_SUITE(schema_admin, EmptySchema)

BOOST_AUTO_TEST_CASE(runs_each_migration_of_its_family_once) {
    auto admin = with(3);
    admin.create_schema("trial", schema);
    BOOST_TEST(tables() == "a,b,schema_migration");
    BOOST_TEST(admin.migrate("trial", schema) == 0U);
    admin.create_schema("trial", schema);
    BOOST_TEST(server.value_of("SELECT COUNT(*) FROM " + schema + ".a") == "1");
    BOOST_TEST(server.value_of("SELECT GROUP_CONCAT(number, name, sha256, statements_done) FROM " +
                               schema + ".schema_migration WHERE number = 1") ==
               "10001_first" + db::sha256_hex(migrations[0].text) + "2");
}

BOOST_AUTO_TEST_CASE(runs_only_what_is_missing) {
    with(1).create_schema("trial", schema);
    auto admin = with(2);
    const auto before = admin.status("trial", schema);
    BOOST_REQUIRE(before.size() == 2U);
    BOOST_TEST(before[0].applied_millis > 1'600'000'000'000);
    BOOST_TEST(before[1].applied_millis == 0);
    BOOST_TEST(admin.migrate("trial", schema) == 1U);
    BOOST_TEST(admin.status("trial", schema)[1].applied_millis != 0);
}

BOOST_AUTO_TEST_CASE(reports_nothing_applied_for_an_absent_schema) {
    const auto status = with(2).status("trial", schema);
    BOOST_TEST(status.size() == 2U);
    BOOST_TEST(status[0].applied_millis == 0);
}

BOOST_AUTO_TEST_CASE(refuses_a_released_migration_whose_text_was_changed) {
    with(1).create_schema("trial", schema);
    migrations[0].text = "CREATE TABLE a (x BIGINT);\n";
    auto admin = with(2);
    BOOST_CHECK_THROW(admin.migrate("trial", schema), db::Fault);
    BOOST_TEST(admin.status("trial", schema)[1].applied_millis == 0);
}

// As a crash leaves it: the first statement done and recorded, the second done and not recorded.
BOOST_AUTO_TEST_CASE(goes_on_behind_an_interruption) {
    with(1).create_schema("trial", schema);
    server.run("UPDATE " + schema +
               ".schema_migration SET statements_done = 1, applied_millis = NULL");
    auto admin = with(2);
    BOOST_TEST(admin.migrate("trial", schema) == 2U);
    BOOST_TEST(server.value_of("SELECT COUNT(*) FROM " + schema +
                               ".schema_migration WHERE applied_millis IS NOT NULL") == "2");

    server.run("UPDATE " + schema +
               ".schema_migration SET statements_done = 0, applied_millis = NULL WHERE number = 1");
    server.run("DROP TABLE " + schema + ".b");
    BOOST_TEST(admin.migrate("trial", schema) == 1U);
    BOOST_TEST(tables() == "a,b,schema_migration");
}

// Killed where the second statement has run and its step has not: nothing would say so later.
BOOST_AUTO_TEST_CASE(changes_rows_and_says_so_at_once) {
    with(1).create_schema("trial", schema);
    migrations[1].text = "INSERT INTO a (x) VALUES (77);\nUPDATE a SET x = 78 WHERE x = 77;\n";
    server.run("CREATE TRIGGER " + schema + ".no_step BEFORE UPDATE ON " + schema +
               ".schema_migration FOR EACH ROW SET NEW.number = IF(NEW.statements_done = 2, NULL, "
               "NEW.number)");
    BOOST_CHECK_THROW(with(2).migrate("trial", schema), db::Failure);
    BOOST_TEST(server.value_of("SELECT GROUP_CONCAT(x) FROM " + schema + ".a") == "77");
    server.run("DROP TRIGGER " + schema + ".no_step");
    BOOST_TEST(with(2).migrate("trial", schema) == 1U);
    BOOST_TEST(server.value_of("SELECT GROUP_CONCAT(x) FROM " + schema + ".a") == "78");
}

// A key that the rows do not allow is not there already.
BOOST_AUTO_TEST_CASE(takes_no_row_twice_for_a_key_that_is_there) {
    with(1).create_schema("trial", schema);
    server.run("INSERT INTO " + schema + ".a (x) VALUES (1), (1)");
    migrations[1].text = "ALTER TABLE a ADD UNIQUE KEY (x);\n";
    for (int i = 0; i < 2; ++i)
        BOOST_CHECK_THROW(with(2).migrate("trial", schema), db::Duplicate);
}

BOOST_AUTO_TEST_CASE(keeps_its_lock_when_it_goes_on_behind_an_interruption) {
    with(1).create_schema("trial", schema);
    server.run("UPDATE " + schema +
               ".schema_migration SET statements_done = 1, applied_millis = NULL");
    migrations[1].text =
        "CREATE TABLE lock_state AS SELECT "
        "IS_USED_LOCK(CONCAT('migrate ', DATABASE())) = CONNECTION_ID() AS held;\n";
    BOOST_TEST(with(2).migrate("trial", schema) == 2U);
    BOOST_TEST(server.value_of("SELECT held FROM " + schema + ".lock_state") == "1");
}

BOOST_AUTO_TEST_CASE(says_which_statement_failed_and_can_go_on) {
    migrations[1].text = "ALTER TABLE a ADD COLUMN y INT;\nALTER TABLE nowhere ADD COLUMN y INT;\n";
    auto admin = with(2);
    BOOST_CHECK_THROW(admin.create_schema("trial", schema), db::Fault);
    server.run("CREATE TABLE " + schema + ".nowhere (x INT)");
    BOOST_TEST(admin.migrate("trial", schema) == 1U);
}

BOOST_AUTO_TEST_CASE(takes_no_name_that_is_no_identifier) {
    auto& admin = server.schemas();
    for (const std::string name :
         {"a_b", "a%", "A", "", "a b", "a`", "a;", "a23456789012345678901234567890123"}) {
        BOOST_CHECK_THROW(admin.create_schema("trial", name), db::Fault);
        BOOST_CHECK_THROW(admin.drop_schema(name), db::Fault);
        BOOST_CHECK_THROW(admin.create_role(name, {}), db::Fault);
        BOOST_CHECK_THROW(admin.create_tenant(name, server.worker_login()), db::Fault);
        BOOST_CHECK_THROW(admin.drop_tenant(name), db::Fault);
    }
    BOOST_CHECK_THROW(admin.drop_tenant("joingate"), db::Fault);
    BOOST_CHECK_THROW(admin.create_login({"a'b", "localhost"}), db::Fault);
    BOOST_CHECK_THROW(admin.create_login({"ab", "localhost"}, "x'y"), db::Fault);
}

BOOST_AUTO_TEST_CASE(reads_on_after_a_look_that_failed) {
    auto& admin = server.schemas();
    const auto open_views = [&] {
        return server.value_of("SELECT COUNT(*) FROM information_schema.INNODB_TRX");
    };
    const auto look = [](db::Session& session) {
        session.rows({"look", "SELECT account FROM joingate.account"});
    };
    const auto many = TestDatabase::numbers_to(2000);
    const auto work = "COUNT(*) AS rows_seen FROM " + many + ", " + many + "_2, " + many + "_3";
    const auto slow = on_mysql() ? "SELECT /*+ MAX_EXECUTION_TIME(10) */ " + work
                                 : "SET STATEMENT max_statement_time = 0.01 FOR SELECT " + work;
    BOOST_CHECK_THROW(admin.read("joingate",
                                 [&](db::Session& session) {
                                     session.rows({"slow", slow});
                                 }),
                      db::Unavailable);
    BOOST_CHECK_NO_THROW(admin.read("joingate", look));
    BOOST_CHECK_THROW(admin.read("joingate",
                                 [&](db::Session& session) {
                                     look(session);
                                     throw std::runtime_error{"not of the database"};
                                 }),
                      std::runtime_error);
    BOOST_TEST(open_views() == "0");
}

BOOST_AUTO_TEST_CASE(reads_for_longer_than_a_request_may) {
    server.schemas().read("joingate", [](db::Session& session) {
        BOOST_TEST(session.row({"slow", "SELECT SLEEP(1.6) AS slept"}).value().number("slept") ==
                   0);
    });
}

BOOST_AUTO_TEST_CASE(gives_roles_exactly_their_rights) {
    auto& admin = server.schemas();
    const auto tenant = server.fresh_tenant();
    admin.create_tenant(tenant, server.worker_login());
    const auto rights = admin.grants(tenant);
    BOOST_TEST(has_line(rights, "SELECT, INSERT, UPDATE, DELETE ON `" + tenant + "`.*"));
    BOOST_TEST(has_line(rights, "GRANT " + granted("jgexchange")));
    BOOST_TEST(!has_line(rights, "joingate`.*"));
    BOOST_TEST(has_line(admin.grants("jgcatalog"), "GRANT SELECT ON `joingate`.*"));

    const auto worker = admin.grants(server.worker_login());
    BOOST_TEST(has_line(worker, "GRANT USAGE ON *.*"));
    BOOST_TEST(has_line(worker, granted(tenant)));
    BOOST_TEST(!has_line(worker, "SELECT"));

    admin.drop_tenant(tenant);
    admin.drop_tenant(tenant);
    BOOST_TEST(!has_line(admin.grants(server.worker_login()), tenant));
    BOOST_TEST(server.value_of("SELECT COUNT(*) FROM information_schema.SCHEMATA WHERE "
                               "SCHEMA_NAME = '" +
                               tenant + "'") == "0");
}

BOOST_AUTO_TEST_CASE(takes_back_the_right_on_the_whole_exchange) {
    auto& admin = server.schemas();
    server.run("GRANT SELECT, INSERT, UPDATE, DELETE ON joingateexchange.* TO jgexchange");
    for (int i = 0; i < 2; ++i) {
        admin.create_exchange_role();
        const auto rights = admin.grants("jgexchange");
        BOOST_TEST(!has_line(rights, "`joingateexchange`.*"));
        BOOST_TEST(has_line(rights, "SELECT ON `joingateexchange`.`node_tuple`"));
        BOOST_TEST(
            has_line(rights, "SELECT, INSERT, UPDATE, DELETE ON `joingateexchange`.`lease`"));
    }
}

BOOST_AUTO_TEST_CASE(makes_and_drops_logins_without_rights) {
    auto& admin = server.schemas();
    const db::Login login{"somebody", "localhost"};
    admin.create_login(login, "pass-word");
    admin.create_login(login, "pass-word");
    BOOST_TEST(admin.grants(login).size() == 1U);
    BOOST_TEST(has_line(admin.grants(login), "GRANT USAGE ON *.*"));
    admin.drop_login(login);
    admin.create_login(login);
    BOOST_TEST(server.value_of("SELECT plugin FROM mysql.user WHERE User = 'somebody'") ==
               (on_mysql() ? "auth_socket" : "unix_socket"));
    admin.drop_login(login);
    admin.drop_login(login);
    BOOST_CHECK_THROW(admin.grants(login), db::Fault);
}

BOOST_AUTO_TEST_CASE(writes_no_password_into_the_binary_log) {
    const TestDatabase logging{"logging", {"--log-bin=binlog", "--sync-binlog=1", "--server-id=1"}};
    SchemaAdmin admin{logging.admin()};
    const db::Login login{"logged", "localhost"};
    const auto takes = [&](const std::string& password) {
        auto settings = logging.admin();
        settings.user = login.user;
        settings.password = password;
        try {
            SchemaAdmin{settings}.is_mariadb();
            return true;
        } catch (const db::Unavailable&) {
            return false;
        }
    };
    admin.create_login(login, "pass-word1");
    BOOST_TEST(takes("pass-word1"));
    BOOST_TEST(!admin.has_two_passwords(login));
    admin.add_password(login, "pass-word1", "pass-word2");
    BOOST_TEST(takes("pass-word1"));
    BOOST_TEST(takes("pass-word2"));
    BOOST_TEST(admin.has_two_passwords(login));
    admin.set_password(login, "pass-word2");
    BOOST_TEST(!takes("pass-word1"));
    BOOST_TEST(takes("pass-word2"));
    BOOST_TEST(!admin.has_two_passwords(login));

    constexpr std::size_t kInfo = 5;
    std::string events;
    for (const auto& file : logging.rows_of("SHOW BINARY LOGS"))
        for (const auto& row : logging.rows_of("SHOW BINLOG EVENTS IN '" + file.front() + "'"))
            events += row.at(kInfo) + '\n';
    BOOST_TEST(events.find("ALTER USER 'logged'@'localhost'") != std::string::npos, events);
    BOOST_TEST(events.find("pass-word") == std::string::npos, events);
}

BOOST_AUTO_TEST_CASE(knows_the_names_of_tenants) {
    BOOST_TEST(db::tenant_schema(42) == "jg000042");
    BOOST_TEST(db::tenant_schema(1234567) == "jg1234567");
    BOOST_TEST(db::is_tenant_schema("jg000042"));
    for (const std::string name :
         {"jg00042", "jg", "joingate", "jgcatalog", "jg00004x", "xg000042", "jg000042_"})
        BOOST_TEST(!db::is_tenant_schema(name));
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace joingate::test
