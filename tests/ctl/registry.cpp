#include "tenancy/admin/registry.h"

#include "tenancy/ctl/progress.h"
#include "tests/support/catalog.h"

#include <Poco/JSON/Object.h>
#include <Poco/JSON/Parser.h>
#include <Poco/String.h>
#include <boost/test/unit_test.hpp>

#include <fstream>
#include <future>
#include <sstream>

namespace joingate::test {
namespace {

const std::string kKey = "000102030405060708090a0b0c0d0e0f";

struct Registry : WithCatalog {
    /// Of both registries: the server is shared with the other cases.
    const std::string prefix = fresh_prefix();

    static std::string fresh_prefix() {
        static int count = 0;
        return "f00d" + std::to_string(1000 + ++count);
    }
    std::string eui(int number) const { return prefix + std::to_string(10'000'000 + number); }
    std::string node(int number, const std::string& pin = "123456") const {
        return eui(number) + ',' + pin + ',' + kKey + '\n';
    }
    std::string gateway(int number, const std::string& pin = "123456") const {
        return eui(number) + ',' + pin + '\n';
    }
    Ran import_nodes(const std::string& rows, const std::vector<std::string>& options = {}) const {
        return import("nodes", "DevEUI,PIN,AppKey\n" + rows, options);
    }
    Ran import_gateways(const std::string& rows,
                        const std::vector<std::string>& options = {}) const {
        return import("gateways", "GwEUI,PIN\n" + rows, options);
    }
    std::string of_nodes(const std::string& what) const {
        return server.value_of("SELECT " + what +
                               " FROM joingateexchange.node_tuple WHERE dev_eui "
                               "LIKE '" +
                               prefix + "%'");
    }
    std::string of_gateways(const std::string& what) const {
        return server.value_of("SELECT " + what +
                               " FROM joingateexchange.gateway_tuple WHERE "
                               "gw_eui LIKE '" +
                               prefix + "%'");
    }
    /// Whether the row, read past all code under test, has this PIN.
    bool has_pin(int number, const std::string& pin) const {
        const auto row = server.rows_of("SELECT pin_hash, key_version FROM "
                                        "joingateexchange.node_tuple WHERE dev_eui = '" +
                                        eui(number) + "'");
        return !row.empty() &&
               DeviceSecrets{secrets}.pin_matches(DeviceKind::Node, eui(number), pin,
                                                  {std::stoi(row[0][1]), row[0][0]});
    }

private:
    Ran import(const std::string& family, const std::string& csv,
               const std::vector<std::string>& options) const {
        std::vector<std::string> command{"registry", "import", family, "-"};
        command.insert(command.end(), options.begin(), options.end());
        return ctl(command, csv);
    }
};

} // namespace

BOOST_FIXTURE_TEST_SUITE(ctl_registry, Registry)

BOOST_AUTO_TEST_CASE(imports_nodes_and_keeps_no_secret_in_the_clear) {
    const auto ran = import_nodes(node(1) + node(2, "000000"));
    BOOST_TEST(ran.status == 0);
    BOOST_TEST(ran.out == "nodes: 2 new, 0 replaced, 0 of 2 rows bad\n");
    BOOST_TEST(ran.err.empty());
    BOOST_TEST(of_nodes("COUNT(*)") == "2");
    BOOST_TEST(has_pin(1, "123456"));
    BOOST_TEST(has_pin(2, "000000"));
    BOOST_TEST(!has_pin(2, "123456"));
    BOOST_TEST(of_nodes("GROUP_CONCAT(DISTINCT join_eui)") == "d896e0efff000000");
    BOOST_TEST(of_nodes("SUM(LOCATE('123456', pin_hash) + LOCATE('" + kKey +
                        "', app_key) + LOCATE(UNHEX('" + kKey + "'), app_key))") == "0");
    const auto sealed = server.value_of(
        "SELECT app_key FROM joingateexchange.node_tuple WHERE dev_eui = '" + eui(1) + "'");
    BOOST_TEST(DeviceSecrets{secrets}.open_app_key(eui(1), 1, sealed) == kKey);
    BOOST_TEST(of_nodes("MIN(create_millis) > 1600000000000 AND MAX(version) = 1") == "1");
}

BOOST_AUTO_TEST_CASE(imports_nothing_where_one_row_is_bad) {
    const auto ran = import_nodes(node(1) + node(2, "98765") + node(3));
    BOOST_TEST(ran.status == 1);
    BOOST_TEST(ran.out == "nodes: 2 new, 0 replaced, 1 of 3 rows bad; nothing was imported\n");
    BOOST_TEST(ran.err == "standard input:3: PIN is not 6 digits\n");
    BOOST_TEST(of_nodes("COUNT(*)") == "0");
}

BOOST_AUTO_TEST_CASE(imports_the_good_rows_where_that_is_asked) {
    const auto ran = import_nodes(node(1) + node(2, "98765") + node(3), {"--partial"});
    BOOST_TEST(ran.status == 1);
    BOOST_TEST(ran.out == "nodes: 2 new, 0 replaced, 1 of 3 rows bad\n");
    BOOST_TEST(ran.err == "standard input:3: PIN is not 6 digits\n");
    BOOST_TEST(of_nodes("COUNT(*)") == "2");
}

BOOST_AUTO_TEST_CASE(calls_a_device_bad_that_is_registered_already) {
    import_nodes(node(1));
    const auto ran = import_nodes(node(2) + node(1, "654321"));
    BOOST_TEST(ran.status == 1);
    BOOST_TEST(ran.err == "standard input:3: DevEUI is registered already, with another PIN; "
                          "--replace puts in what the file says\n");
    BOOST_TEST(of_nodes("COUNT(*)") == "1");
    BOOST_TEST(has_pin(1, "123456"));
}

BOOST_AUTO_TEST_CASE(replaces_secrets_where_that_is_asked) {
    import_nodes(node(1));
    const auto created = of_nodes("create_millis");
    const auto ran = import_nodes(node(1, "654321") + node(2), {"--replace"});
    BOOST_TEST(ran.status == 0);
    BOOST_TEST(ran.out == "nodes: 1 new, 1 replaced, 0 of 2 rows bad\n");
    BOOST_TEST(has_pin(1, "654321"));
    BOOST_TEST(of_nodes("GROUP_CONCAT(version ORDER BY dev_eui)") == "2,1");
    BOOST_TEST(of_nodes("MIN(create_millis)") == created);
}

BOOST_AUTO_TEST_CASE(changes_nothing_where_all_is_there_already) {
    for (const std::string family : {"nodes", "gateways"}) {
        const auto import = [&](const std::vector<std::string>& options) {
            return family == "nodes" ? import_nodes(node(1) + node(2), options)
                                     : import_gateways(gateway(1) + gateway(2), options);
        };
        const auto stored = [&] {
            return server.rows_of("SELECT * FROM joingateexchange." +
                                  family.substr(0, family.size() - 1) + "_tuple ORDER BY 1");
        };
        import({});
        const auto before = stored();
        for (const auto& options : std::vector<std::vector<std::string>>{
                 {}, {"--replace"}, {"--partial"}, {"--dry-run"}}) {
            const auto ran = import(options);
            BOOST_TEST(ran.status == 0);
            BOOST_TEST(
                ran.out.find(family + ": 0 new, 0 replaced, 2 there already, 0 of 2 rows bad; ") ==
                0U);
            BOOST_TEST(ran.err == "");
            BOOST_TEST((stored() == before));
        }
    }
    const auto json = Poco::JSON::Parser{}
                          .parse(import_nodes(node(1) + node(3), {"--json"}).out)
                          .extract<Poco::JSON::Object::Ptr>();
    BOOST_TEST(json->getValue<int>("Unchanged") == 1);
    BOOST_TEST(json->getValue<int>("Good") == 2);
}

BOOST_AUTO_TEST_CASE(writes_only_what_differs) {
    import_nodes(node(1) + node(2) + node(3));
    const auto ran = import_nodes(node(1) + node(2, "654321") + node(4), {"--replace"});
    BOOST_TEST(ran.out == "nodes: 1 new, 1 replaced, 1 there already, 0 of 3 rows bad\n");
    BOOST_TEST(of_nodes("GROUP_CONCAT(version ORDER BY dev_eui)") == "1,2,1,1");
}

BOOST_AUTO_TEST_CASE(names_what_differs_of_a_device_that_is_registered_already) {
    import_nodes(node(1));
    const std::string other_key(32, 'f');
    const auto said = [&](const std::string& csv) {
        const auto ran = ctl({"registry", "import", "nodes", "-"}, csv);
        const auto with = ran.err.find("with another ");
        return with == std::string::npos ? ran.err : ran.err.substr(with, ran.err.find(';') - with);
    };
    BOOST_TEST(said("DevEUI,PIN,AppKey\n" + eui(1) + ",123456," + other_key) ==
               "with another AppKey");
    BOOST_TEST(said("DevEUI,PIN,AppKey\n" + eui(1) + ",654321," + other_key) ==
               "with another PIN and AppKey");
    BOOST_TEST(said("DevEUI,PIN,AppKey,JoinEUI\n" + eui(1) + ",123456," + kKey +
                    ",d896e0ee00000001") == "with another JoinEUI");
    // Letter case is no difference.
    BOOST_TEST(said("DevEUI,PIN,AppKey,JoinEUI\n" + Poco::toUpper(eui(1)) + ",123456," +
                    Poco::toUpper(kKey) + ",D896E0EFFF000000") == "");
}

BOOST_AUTO_TEST_CASE(knows_a_device_again_that_an_older_master_key_sealed) {
    const auto older = ctl({"registry", "import", "nodes", "-"}, "DevEUI,PIN,AppKey\n" + node(1));
    BOOST_TEST(older.status == 0);
    {
        std::ofstream file{directory_path / "master.key", std::ios::app};
        file << "2 " << std::string(64, 'e') << '\n';
    }
    BOOST_TEST(import_nodes(node(1), {"--replace"}).out ==
               "nodes: 0 new, 0 replaced, 1 there already, 0 of 1 rows bad; nothing was "
               "imported\n");
    BOOST_TEST(import_nodes(node(2)).status == 0);
    BOOST_TEST(of_nodes("GROUP_CONCAT(key_version ORDER BY dev_eui)") == "1,2");
    // Without the older key nobody can tell, and only --replace helps.
    {
        std::ofstream file{directory_path / "master.key"};
        file << "2 " << std::string(64, 'e') << '\n';
    }
    BOOST_TEST(import_nodes(node(1)).err.find("with another PIN and AppKey") != std::string::npos);
    BOOST_TEST(import_nodes(node(1), {"--replace"}).status == 0);
    BOOST_TEST(of_nodes("GROUP_CONCAT(key_version ORDER BY dev_eui)") == "2,2");
}

BOOST_AUTO_TEST_CASE(leaves_out_columns_where_that_is_asked) {
    const auto csv = "DevEUI,PIN,AppKey,Name\n" + eui(1) + ",123456," + kKey + ",meter 1\n";
    const std::vector<std::string> import{"registry", "import", "nodes", "-"};
    const auto refused = ctl(import, csv);
    BOOST_TEST(refused.status == 1);
    BOOST_TEST(refused.err.find("another column, 'Name'; with --ignore-columns it is left out") !=
               std::string::npos);
    auto ignoring = import;
    ignoring.emplace_back("--ignore-columns");
    BOOST_TEST(ctl(ignoring, csv).out == "nodes: 1 new, 0 replaced, 0 of 1 rows bad\n");
}

BOOST_AUTO_TEST_CASE(only_checks_in_a_dry_run) {
    import_nodes(node(1));
    const auto good = import_nodes(node(1, "654321") + node(2), {"--dry-run", "--replace"});
    BOOST_TEST(good.status == 0);
    BOOST_TEST(good.out ==
               "nodes: 1 new, 1 replaced, 0 of 2 rows bad; a dry run, nothing was imported\n");
    BOOST_TEST(import_nodes(node(1, "654321"), {"--dry-run"}).status == 1);
    BOOST_TEST(of_nodes("CONCAT(COUNT(*), MAX(version))") == "11");
}

BOOST_AUTO_TEST_CASE(writes_its_report_for_programs_too) {
    const auto ran = import_gateways(gateway(1) + "x,1\n", {"--json", "--partial"});
    BOOST_TEST(ran.status == 1);
    BOOST_TEST(ran.err.empty());
    const auto object = Poco::JSON::Parser{}.parse(ran.out).extract<Poco::JSON::Object::Ptr>();
    BOOST_TEST(object->getValue<bool>("Changed"));
    BOOST_TEST(object->getValue<int>("Rows") == 2);
    BOOST_TEST(object->getValue<int>("Good") == 1);
    BOOST_TEST(object->getValue<int>("BadRows") == 1);
    const auto problems = object->getArray("Problems");
    BOOST_REQUIRE(problems->size() == 2U);
    BOOST_TEST(problems->getObject(1)->getValue<int>("Line") == 3);
    BOOST_TEST(problems->getObject(1)->getValue<std::string>("Column") == "PIN");
    BOOST_TEST(problems->getObject(1)->getValue<std::string>("Problem") == "is not 6 digits");
}

// More than one statement's worth, so that an interruption would leave the first ones behind.
BOOST_AUTO_TEST_CASE(leaves_nothing_of_an_import_that_was_interrupted) {
    admin::RegistryFile file;
    file.key_version = 1;
    for (int i = 0; i < 1200; ++i)
        file.tuples.push_back(
            {1, eui(i), "d896e0efff000000", {{1, std::string(32, 'h')}}, "sealed"});
    const DeviceSecrets devices{secrets};
    struct Killed {};
    bool writes = false;
    const auto kill = [&](std::size_t done, std::size_t /*all*/) {
        writes = writes || done == 0;
        if (writes && done > 500) throw Killed{};
    };
    BOOST_CHECK_THROW(admin::import_tuples(catalog, devices, file, {}, kill), Killed);
    BOOST_TEST(of_nodes("COUNT(*)") == "0");
    std::vector<std::size_t> steps;
    admin::import_tuples(catalog, devices, file, {},
                         [&](std::size_t done, std::size_t /*all*/) { steps.push_back(done); });
    BOOST_TEST(of_nodes("COUNT(*)") == "1200");
    BOOST_TEST(steps == (std::vector<std::size_t>{500, 1000, 1200, 0, 500, 1000, 1200}),
               boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(registers_a_device_once_for_two_operators_at_once) {
    const auto import = [&](const std::string& pin) {
        std::string rows;
        for (int i = 0; i < 1200; ++i)
            rows += node(i, pin);
        return import_nodes(rows).status;
    };
    auto other = std::async(std::launch::async, import, "654321");
    const int ours = import("123456");
    BOOST_TEST(ours + other.get() == 1);
    BOOST_TEST(of_nodes("COUNT(*)") == "1200");
}

BOOST_AUTO_TEST_CASE(lists_and_counts_by_eui) {
    const auto count = [&] {
        return Poco::JSON::Parser{}
            .parse(ctl({"registry", "count", "gateways", "--json"}).out)
            .extract<Poco::JSON::Object::Ptr>()
            ->getValue<int>("Count");
    };
    const int before = count();
    import_gateways(gateway(2) + gateway(1) + gateway(3));
    BOOST_TEST(count() == before + 3);
    BOOST_TEST(ctl({"registry", "count", "nodes"}).out.find("COUNT\n") == 0U);
    const auto listed = ctl({"registry", "list", "gateways", "--eui", prefix, "--limit", "2"});
    BOOST_TEST(listed.status == 0);
    BOOST_TEST(listed.out.find("GWEUI             STATE   KEY  CREATED\n" + eui(1) +
                               "  ACTIVE    1  ") == 0U);
    BOOST_TEST(listed.out.find(eui(2)) != std::string::npos);
    BOOST_TEST(listed.out.find(eui(3)) == std::string::npos);
    BOOST_TEST(listed.err == "There are more; see --limit and --eui.\n");
    const auto upper = ctl({"registry", "list", "gateways", "--eui", "F00D", "--json"});
    BOOST_TEST(upper.out.find("\"GwEui\": \"" + eui(1) + "\"") != std::string::npos);
    import_nodes(node(1));
    BOOST_TEST(ctl({"registry", "list", "nodes", "--eui", eui(1)})
                   .out.find("DEVEUI            JOINEUI           KEY  CREATED\n" + eui(1) +
                             "  d896e0efff000000    1  ") == 0U);
    BOOST_TEST(ctl({"registry", "list", "nodes", "--eui", "%"}).status == 2);
    BOOST_TEST(ctl({"registry", "list", "nodes", "--limit", "0"}).status == 2);
}

BOOST_AUTO_TEST_CASE(abandons_a_gateway_once) {
    import_gateways(gateway(1));
    const std::vector<std::string> command{"registry", "abandon", "gateways", eui(1)};
    BOOST_TEST(ctl(command).out == "gateway " + eui(1) + ": abandoned\n");
    BOOST_TEST(of_gateways("CONCAT(state, version)") == "ABANDONED2");
    BOOST_TEST(ctl(command).out == "gateway " + eui(1) + ": abandoned (was so already)\n");
    BOOST_TEST(of_gateways("version") == "2");
    // New secrets do not bring it back.
    BOOST_TEST(import_gateways(gateway(1, "654321"), {"--replace"}).status == 0);
    BOOST_TEST(of_gateways("CONCAT(state, version)") == "ABANDONED3");
    const auto unknown = ctl({"registry", "abandon", "gateways", eui(2)});
    BOOST_TEST(unknown.status == 1);
    BOOST_TEST(unknown.err == "joingatectl: there is no gateway " + eui(2) +
                                  "; see `joingatectl registry list gateways`\n");
    BOOST_TEST(ctl({"registry", "abandon", "gateways", "12345"}).status == 2);
}

BOOST_AUTO_TEST_CASE(removes_a_device_that_nobody_has) {
    import_nodes(node(1) + node(2));
    import_gateways(gateway(1) + gateway(2));
    server.run("INSERT INTO joingateexchange.node (dev_eui, account, instance, group_id, "
               "bound_millis) VALUES ('" +
               eui(2) + "', 'acme', 1, 1, 0)");
    server.run("INSERT INTO joingateexchange.gateway_claim (gw_eui, account, instance) VALUES ('" +
               eui(2) + "', 'acme', 1)");
    for (const std::string device : {"node", "gateway"}) {
        const std::vector<std::string> one{"registry", "remove", device + "s", eui(1)};
        BOOST_TEST(ctl(one).out == device + " " + eui(1) + ": removed\n");
        BOOST_TEST(ctl(one).err == "joingatectl: there is no " + device + " " + eui(1) +
                                       "; see `joingatectl registry list " + device + "s`\n");
        const auto used = ctl({"registry", "remove", device + "s", eui(2)});
        BOOST_TEST(used.status == 1);
        BOOST_TEST(used.err == "joingatectl: " + device + " " + eui(2) +
                                   " is in use by account acme, which has to remove it first\n");
    }
    BOOST_TEST(of_nodes("GROUP_CONCAT(dev_eui)") == eui(2));
    BOOST_TEST(of_gateways("GROUP_CONCAT(gw_eui)") == eui(2));
    server.run("DELETE FROM joingateexchange.node WHERE dev_eui = '" + eui(2) + "'");
    server.run("DELETE FROM joingateexchange.gateway_claim WHERE gw_eui = '" + eui(2) + "'");
}

BOOST_AUTO_TEST_CASE(draws_a_bar_for_people_only) {
    std::ostringstream pipe;
    ctl::Progress{pipe, false}.show(1, 2);
    BOOST_TEST(pipe.str().empty());
    std::ostringstream terminal;
    {
        ctl::Progress progress{terminal, true};
        progress.show(1, 4);
        progress.show(2, 4); // too soon
        progress.show(4, 4); // the last one always
        progress.show(0, 0);
    }
    BOOST_TEST(terminal.str() == "\r[" + std::string(10, '#') + std::string(30, '.') +
                                     "] 1 of 4\r[" + std::string(40, '#') + "] 4 of 4\r\x1b[K");
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace joingate::test
