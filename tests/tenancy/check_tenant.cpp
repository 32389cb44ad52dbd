#include "sql/connection.h"
#include "sql/failure.h"
#include "sql/schema_names.h"
#include "sql/unique_keys.h"
#include "tests/support/server.h"
#include "tests/tenancy/checked.h"

#include <algorithm>

namespace joingate::test {
namespace {

struct CheckedTenant : Checked {
    std::string table(const std::string& name) const { return owner.schema() + '.' + name; }
    std::string line(const std::string& rest) const { return owner.schema() + ": " + rest; }

    static std::vector<std::string> structure(std::string_view family, const std::string& schema) {
        std::vector<std::string> lines;
        add(lines, admin::check_structure(TestDatabase::instance().schemas(), family, schema));
        return lines;
    }
    static std::vector<std::string> rights() {
        std::vector<std::string> lines;
        add(lines, admin::check_rights(installation()));
        return lines;
    }
    static void rename_schema(const std::string& from, const std::string& to) {
        run("UPDATE joingate.instance SET schema_name = '" + to + "' WHERE schema_name = '" + from +
            "'");
    }
    static bool has(const std::vector<std::string>& lines, const std::string& line) {
        return std::find(lines.begin(), lines.end(), line) != lines.end();
    }
};

const std::string kMissing = "jg9999999999";

} // namespace

BOOST_FIXTURE_TEST_SUITE(check_tenant, CheckedTenant)

BOOST_AUTO_TEST_CASE(tells_what_the_exchange_does_not_know) {
    const auto id = permission();
    roaming(owner);
    owner.calls("CreateNodeGroup", {{"NodeGroupName", "meters"}});
    const auto group = owner.data();
    const auto gateway = Gateways::gateway(owner);
    run("DELETE FROM joingateexchange.gateway_claim");
    run("DELETE FROM joingateexchange.resource WHERE id IN (" + id + ", " + group + ")");
    run("DELETE FROM joingateexchange.lease");
    const auto found = differences();
    for (const auto& rest :
         {"permission " + id + " is not in joingateexchange.resource as one of this instance",
          "node group " + group + " is not in joingateexchange.resource as one of this instance",
          "gateway " + gateway + " is not claimed for this instance"})
        BOOST_TEST(has(found, line(rest)), rest);
    BOOST_TEST(has(found, line("permission " +
                               value_of("SELECT permission_id FROM " + table("join_permission") +
                                        " WHERE permission_type = 'ROAMING'") +
                               " is ROAMING, but its account does not rent it")));
}

BOOST_AUTO_TEST_CASE(tells_what_only_the_exchange_knows) {
    const auto id = permission();
    owner.calls("CreateNodeGroup", {{"NodeGroupName", "meters"}});
    const auto group = owner.data();
    const auto gateway = Gateways::gateway(owner);
    tells("DELETE FROM " + table("gateway"),
          line("gateway " + gateway + " is claimed, but does not exist here"));
    run("DELETE FROM " + table("join_permission"));
    run("DELETE FROM " + table("node_group"));
    const auto found = differences();
    BOOST_TEST(
        has(found, line("resource " + id + " is a JOIN_PERMISSION that does not exist here")));
    BOOST_TEST(has(found, line("resource " + group + " is a NODE_GROUP that does not exist here")));
}

BOOST_AUTO_TEST_CASE(tells_terms_that_the_renter_sees_otherwise) {
    const auto id = rented_by(renter);
    const auto other_terms = line("permission " + id + " has other terms than its lease");
    for (const std::string set :
         {"permission_name = 'another'", "freq_band_plan_group_id = 102", "class_mode = 'C'",
          "join_eui = 'd896e0efff000001'", "rx_delay = 9", "data_rate = 5", "enabled = FALSE"}) {
        const auto before = value_of("SELECT " + set.substr(0, set.find(' ')) +
                                     " FROM joingateexchange.lease WHERE permission_id = " + id);
        tells(update("lease", set, "permission_id = " + id), other_terms);
        run(update("lease",
                   set.substr(0, set.find(' ')) + " = " +
                       (before == "NULL" ? before : "'" + before + "'"),
                   "permission_id = " + id));
    }
    tells(update("lease", "create_millis = 1", "permission_id = " + id),
          line("permission " + id + " is another one than its lease says"));
}

BOOST_AUTO_TEST_CASE(tells_a_group_that_is_bound_under_another_name) {
    const auto group = bound(owner, offered_to(owner));
    tells(update("lease", "bound_group_name = 'another'", "bound_group_id = " + group),
          line("node group " + group + " is bound under another name"));
}

BOOST_AUTO_TEST_CASE(tells_names_by_which_nothing_is_found) {
    const auto id = permission("meters");
    tells("DELETE FROM " + table("permission_name_suffix") + " WHERE suffix = 'ters'",
          line("permission " + id + " is not found by its name from character 3 on"));
    run("INSERT INTO " + table("permission_name_suffix") + " VALUES ('ters', " + id + ")");
    tells("INSERT INTO " + table("permission_name_suffix") + " VALUES ('gauge', " + id + ")",
          line("permission " + id + " is found by a name that is not its own"));
    run("DELETE FROM " + table("permission_name_suffix") + " WHERE suffix = 'gauge'");
    tells("DELETE FROM " + table("name_position") + " WHERE position = 30",
          line("name_position has 29 rows from 1 to 30"));
    run("INSERT INTO " + table("name_position") + " VALUES (30)");
}

BOOST_AUTO_TEST_CASE(tells_an_instance_whose_names_are_not_derived_from_it) {
    const std::vector<admin::InstanceRow> rows{
        {7, "iot-good", "acme", "jg000007", "READY", "acme"},
        {8, "iot-bad", "acme", "jg000007", "READY", "other"}};
    std::vector<std::string> lines;
    add(lines, admin::check_instance_names(rows));
    const std::vector<std::string> expected{
        "joingate: instance iot-bad has the schema 'jg000007', which is not that of its number",
        "joingate: instance iot-bad is the public one of account other"};
    BOOST_TEST(lines == expected, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_FIXTURE_TEST_SUITE(check_structure, CheckedTenant)

BOOST_AUTO_TEST_CASE(knows_every_unique_key_that_the_migrations_make) {
    const std::vector<std::pair<std::string_view, std::string>> schemas{
        {db::kCatalogFamily, "joingate"},
        {db::kExchangeFamily, "joingateexchange"},
        {db::kTenantFamily, owner.schema()}};
    for (const auto& [family, schema] : schemas) {
        BOOST_TEST(structure(family, schema) == std::vector<std::string>{},
                   boost::test_tools::per_element());
        const auto known = std::count_if(db::kUniqueKeys.begin(), db::kUniqueKeys.end(),
                                         [f = family](const auto& key) { return key.family == f; });
        BOOST_TEST(std::to_string(known) ==
                   value_of("SELECT COUNT(DISTINCT TABLE_NAME, INDEX_NAME) FROM "
                            "information_schema.STATISTICS WHERE NON_UNIQUE = 0 AND TABLE_SCHEMA = "
                            "'" +
                            schema + "'"));
    }
}

BOOST_AUTO_TEST_CASE(tells_a_key_that_is_not_there) {
    const auto tenant = TestDatabase::instance().fresh_tenant();
    run("ALTER TABLE " + tenant +
        ".node_group DROP KEY group_name, ADD KEY group_name (group_name)");
    run("ALTER TABLE " + tenant +
        ".join_permission DROP KEY permission_name, "
        "ADD UNIQUE KEY permission_name (permission_name, class_mode)");
    const std::vector<std::string> expected{
        tenant + ": table join_permission has no unique key permission_name (permission_name)",
        tenant + ": table node_group has no unique key group_name (group_name)"};
    BOOST_TEST(structure("tenant", tenant) == expected, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(tells_migrations_that_are_not_ours) {
    const auto tenant = TestDatabase::instance().fresh_tenant();
    run("DELETE FROM " + tenant + ".schema_migration WHERE number = 4");
    run("UPDATE " + tenant + ".schema_migration SET applied_millis = NULL WHERE number = 3");
    run("UPDATE " + tenant + ".schema_migration SET sha256 = 'another' WHERE number = 2");
    run("INSERT INTO " + tenant + ".schema_migration VALUES (99, '0099_later', '', 1, 1)");
    const std::vector<std::string> expected{
        tenant + ": migration 0002_lists is not the text that was applied",
        tenant + ": migration 0003_data_dispatch was interrupted; run `joingatectl schema migrate`",
        tenant + ": migration 0004_gateways is missing; run `joingatectl schema migrate`",
        tenant + ": migration 0099_later is newer than this program; use the newer one"};
    BOOST_TEST(structure("tenant", tenant) == expected, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(waits_for_a_migration_that_is_running) {
    const auto tenant = TestDatabase::instance().fresh_tenant();
    run("UPDATE " + tenant + ".schema_migration SET applied_millis = NULL WHERE number = 3");
    db::Connection migrating{TestDatabase::instance().admin(), db::Patience::Administration};
    migrating.ask("SELECT GET_LOCK('migrate " + tenant + "', 1)");
    BOOST_CHECK_THROW(structure("tenant", tenant), db::Conflict);
    migrating.run("DO RELEASE_LOCK('migrate " + tenant + "')");
    BOOST_TEST(structure("tenant", tenant).size() == 1U);
}

BOOST_AUTO_TEST_CASE(tells_an_instance_without_its_schema) {
    const auto told = [&] {
        std::vector<std::string> lines;
        add(lines, admin::check_schemas(TestDatabase::instance().schemas()));
        return has(lines, "schemas: schema " + kMissing + " does not exist");
    };
    BOOST_TEST(!told());
    rename_schema(owner.schema(), kMissing);
    BOOST_TEST(told());
    rename_schema(kMissing, owner.schema());
}

BOOST_AUTO_TEST_CASE(tells_a_schema_and_a_role_of_no_instance) {
    const auto tenant = TestDatabase::instance().fresh_tenant();
    std::vector<std::string> lines;
    add(lines, admin::check_schemas(TestDatabase::instance().schemas()));
    BOOST_TEST(has(lines, "schemas: schema " + tenant +
                              " is of no instance: a restore is under way or was killed"));
    BOOST_TEST(!has(lines, "schemas: schema " + owner.schema() +
                               " is of no instance: a restore is under way or was killed"));
    BOOST_TEST(has(rights(), "rights: role " + tenant + " is of no instance"));
    BOOST_TEST(!has(rights(), "rights: role " + owner.schema() + " is of no instance"));
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_FIXTURE_TEST_SUITE(check_rights, CheckedTenant)

namespace {

/// The right, the statement that spoils it, what is told of it, and what undoes it.
struct Spoiled {
    std::string sql;
    std::string line;
    std::string undone;
};

/// What every login has: by PUBLIC, which MySQL does not know, and there by a mandatory role.
Spoiled right_of_everybody() {
    if (on_mysql())
        return {"SET GLOBAL mandatory_roles = 'jgcatalog'",
                "mandatory_roles gives every login, the workers' too, the roles jgcatalog",
                "SET GLOBAL mandatory_roles = ''"};
    return {"GRANT SELECT ON joingate.* TO PUBLIC", "PUBLIC must not have SELECT ON `joingate`.*",
            "REVOKE SELECT ON joingate.* FROM PUBLIC"};
}

/// A role's row, of which the server does not know.
Spoiled unknown_role(const std::string& role) {
    if (on_mysql())
        return {
            "INSERT INTO mysql.user (Host, User, plugin, authentication_string, account_locked, "
            "ssl_cipher, x509_issuer, x509_subject) VALUES ('%', '" +
                role + "', 'caching_sha2_password', '', 'Y', '', '', '')",
            "role " + role + " does not exist",
            "DELETE FROM mysql.user WHERE User = '" + role + "'"};
    return {"INSERT INTO mysql.global_priv VALUES ('', '" + role + R"(', '{"is_role": true}'))",
            "role " + role + " does not exist",
            "DELETE FROM mysql.global_priv WHERE User = '" + role + "'"};
}

} // namespace

BOOST_AUTO_TEST_CASE(tells_every_right_too_much_or_too_little) {
    const auto& own = owner.schema();
    const auto& other = renter.schema();
    const auto& login = TestDatabase::instance().worker_login();
    const auto worker = "'" + login.user + "'@'" + login.host + "'";
    const std::string whose = on_mysql() ? " TO " : " FOR ";
    const std::string all = "SELECT, INSERT, UPDATE, DELETE";
    const auto other_has = [](const std::string& name, const std::string& pattern) {
        return "grantee " + name + " has rights on `" + pattern + "`, and is none of ours";
    };
    run("CREATE USER mallory@localhost");
    run("CREATE ROLE gang");
    const std::vector<Spoiled> spoiled{
        right_of_everybody(),
        {"GRANT SELECT ON " + other + ".* TO " + own,
         "role " + own + " must not have SELECT ON `" + other + "`.*",
         "REVOKE SELECT ON " + other + ".* FROM " + own},
        {"GRANT SELECT ON `jg______`.* TO " + own,
         "role " + own + " must not have SELECT ON `jg______`.*",
         "REVOKE SELECT ON `jg______`.* FROM " + own},
        {"GRANT CREATE ON " + own + ".* TO " + own,
         "role " + own + " must not have SELECT, INSERT, UPDATE, DELETE, CREATE ON `" + own + "`.*",
         "REVOKE CREATE ON " + own + ".* FROM " + own},
        {"REVOKE DELETE ON " + own + ".* FROM " + own,
         "role " + own + " lacks " + all + " ON `" + own + "`.*",
         "GRANT DELETE ON " + own + ".* TO " + own},
        {"REVOKE jgexchange FROM " + own, "role " + own + " lacks `jgexchange`",
         "GRANT jgexchange TO " + own},
        {"REVOKE " + own + " FROM " + worker, "login " + login.user + " lacks `" + own + '`',
         "GRANT " + own + " TO " + worker},
        {"GRANT " + other + " TO " + own,
         "role " + other + " is granted to " + own + ", which is none of ours",
         "REVOKE " + other + " FROM " + own},
        {"GRANT INSERT ON joingateexchange.node_tuple TO jgexchange",
         "role jgexchange must not have SELECT, INSERT ON `joingateexchange`.`node_tuple`",
         "REVOKE INSERT ON joingateexchange.node_tuple FROM jgexchange"},
        {"GRANT SELECT (account) ON joingate.access_key TO jgexchange",
         "role jgexchange must not have SELECT (`account`) ON `joingate`.`access_key`",
         "REVOKE SELECT (account) ON joingate.access_key FROM jgexchange"},
        {"GRANT SELECT ON joingate.* TO jgcatalog WITH GRANT OPTION",
         "role jgcatalog must not have SELECT ON `joingate`.* WITH GRANT OPTION",
         "REVOKE GRANT OPTION ON joingate.* FROM jgcatalog"},
        {"GRANT PROCESS ON *.* TO " + worker,
         "login " + login.user + " must not have PROCESS ON *.*",
         "REVOKE PROCESS ON *.* FROM " + worker},
        {"SET DEFAULT ROLE " + own + whose + worker,
         "login " + login.user + " must not have SET DEFAULT ROLE `" + own + "` FOR `" +
             login.user + "`@`" + login.host + '`',
         "SET DEFAULT ROLE NONE" + whose + worker},
        {"GRANT " + own + " TO mallory@localhost WITH ADMIN OPTION",
         "role " + own + " is granted to mallory@localhost, which is none of ours",
         "REVOKE " + own + " FROM mallory@localhost"},
        {"GRANT SELECT ON " + own + ".* TO mallory@localhost", other_has("mallory@localhost", own),
         "REVOKE SELECT ON " + own + ".* FROM mallory@localhost"},
        {"GRANT INSERT ON `jg______`.* TO mallory@localhost",
         other_has("mallory@localhost", "jg______"),
         "REVOKE INSERT ON `jg______`.* FROM mallory@localhost"},
        {"GRANT SELECT ON `jg%`.* TO gang", other_has(on_mysql() ? "gang@%" : "gang", "jg%"),
         "REVOKE SELECT ON `jg%`.* FROM gang"},
        {"GRANT UPDATE (account) ON joingate.access_key TO mallory@localhost",
         other_has("mallory@localhost", "joingate"),
         "REVOKE UPDATE (account) ON joingate.access_key FROM mallory@localhost"},
    };
    const auto before = rights();
    for (const auto& one : spoiled)
        BOOST_TEST_CONTEXT(one.sql) {
            const auto told = "rights: " + one.line;
            BOOST_TEST(!has(before, told));
            run(one.sql);
            BOOST_TEST(has(rights(), told), "not told: " << told);
            run(one.undone);
        }
    BOOST_TEST(rights() == before, boost::test_tools::per_element());
    run("DROP USER mallory@localhost");
    run("DROP ROLE gang");
}

BOOST_AUTO_TEST_CASE(tells_nothing_of_a_login_that_may_change_everything) {
    const auto before = rights();
    run("CREATE USER boss@localhost");
    run("GRANT SELECT, INSERT, UPDATE, DELETE ON *.* TO boss@localhost");
    run("GRANT SELECT ON `jg%`.* TO boss@localhost");
    run("GRANT " + owner.schema() + " TO boss@localhost");
    run("GRANT SELECT ON `jg\\_%`.* TO boss@localhost");
    BOOST_TEST(rights() == before, boost::test_tools::per_element());
    run("DROP USER boss@localhost");
}

BOOST_AUTO_TEST_CASE(tells_nothing_of_rights_on_other_schemas) {
    const auto before = rights();
    run("CREATE USER neighbour@localhost");
    run("GRANT SELECT ON `jg\\_%`.* TO neighbour@localhost");
    run("GRANT SELECT ON `shop%`.* TO neighbour@localhost");
    BOOST_TEST(rights() == before, boost::test_tools::per_element());
    run("DROP USER neighbour@localhost");
}

// The server does not know of this row: as it is when a role goes behind the list of them.
BOOST_AUTO_TEST_CASE(goes_on_behind_a_role_that_goes) {
    const auto role = unknown_role(kMissing);
    const auto everybody = right_of_everybody();
    run(role.sql);
    rename_schema(owner.schema(), kMissing);
    run(everybody.sql);
    const auto told = rights();
    run(everybody.undone);
    rename_schema(kMissing, owner.schema());
    run(role.undone);
    BOOST_TEST(has(told, "rights: " + role.line));
    BOOST_TEST(has(told, "rights: " + everybody.line));
}

BOOST_AUTO_TEST_CASE(tells_a_login_that_does_not_exist) {
    auto wanted = installation();
    wanted.worker.user = "nobody";
    std::vector<std::string> lines;
    add(lines, admin::check_rights(wanted));
    BOOST_TEST(has(lines, "rights: login nobody does not exist"));
}

BOOST_AUTO_TEST_CASE(never_shows_the_password_of_the_login) {
    for (const auto& line : rights())
        BOOST_TEST(line.find("PASSWORD") == std::string::npos);
    const auto& login = TestDatabase::instance().worker_login();
    const auto worker = "'" + login.user + "'@'" + login.host + "'";
    run("GRANT PROCESS ON *.* TO " + worker);
    for (const auto& line : rights())
        BOOST_TEST(line.find("PASSWORD") == std::string::npos, line);
    run("REVOKE PROCESS ON *.* FROM " + worker);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace joingate::test
