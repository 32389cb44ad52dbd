#include "tests/support/catalog.h"
#include "tests/support/places.h"

#include <Poco/JSON/Array.h>
#include <Poco/JSON/Object.h>
#include <Poco/JSON/Parser.h>
#include <boost/test/unit_test.hpp>

#include <fstream>
#include <regex>

namespace joingate::test {
namespace {

struct CommandLine : WithCatalog {
    std::string name = fresh_name("acme.example.");

    static std::string masked(const std::string& text) {
        const std::regex time{R"(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ)"};
        return std::regex_replace(text, time, "TIME");
    }
    static Poco::JSON::Object::Ptr object(const std::string& text) {
        return Poco::JSON::Parser{}.parse(text).extract<Poco::JSON::Object::Ptr>();
    }
};

constexpr const char* kReadAll =
    R"({"Version":"1","Statement":[{"Effect":"Allow","Action":"linkwan:Get*","Resource":"*"}]})";

} // namespace

BOOST_FIXTURE_TEST_SUITE(ctl_commands, CommandLine)

BOOST_AUTO_TEST_CASE(print_accounts_as_a_table_or_as_json) {
    const auto created = ctl({"account", "create", name, "--uid", "8100", "--activate"});
    BOOST_TEST(created.status == 0);
    BOOST_TEST(created.err.empty());
    const auto width = std::string(name.size() - 7, ' ');
    BOOST_TEST(masked(created.out) ==
               "ACCOUNT" + width + "  UID   STATE   ACTIVATED  CHARGE  INSTANCES  KEYS  CREATED\n" +
                   name + "  8100  ACTIVE  yes        NORMAL          0     0  TIME\n");
    const auto json = object(ctl({"account", "show", name, "--json"}).out);
    BOOST_TEST(json->getValue<std::string>("Uid") == "8100");
    BOOST_TEST(json->getValue<bool>("Activated"));
    BOOST_TEST(json->getValue<int>("Instances") == 0);
    BOOST_TEST(json->getValue<std::int64_t>("CreateMillis") > 0);
    // A second time nothing changes, and another uid is refused.
    BOOST_TEST(ctl({"account", "create", name}).status == 0);
    BOOST_TEST(ctl({"account", "create", name, "--uid", "8101"}).status == 1);
}

BOOST_AUTO_TEST_CASE(say_what_changed_and_what_was_so_already) {
    ctl({"account", "create", name});
    BOOST_TEST(ctl({"account", "block", name}).out == "account " + name + ": blocked\n");
    BOOST_TEST(ctl({"account", "block", name}).out ==
               "account " + name + ": blocked (was so already)\n");
    BOOST_TEST(ctl({"--json", "account", "unblock", name}).out == "{\"Changed\": true}\n");
    BOOST_TEST(directory.find_account(name, soon())->blocked == false);
}

BOOST_AUTO_TEST_CASE(set_the_charge_status_of_an_account) {
    ctl({"account", "create", name});
    const std::vector<std::string> in_arrearage{"account", "charge-status", name, "ARREARAGE"};
    BOOST_TEST(ctl(in_arrearage).out == "account " + name + ": charge status ARREARAGE\n");
    BOOST_TEST(ctl(in_arrearage).out ==
               "account " + name + ": charge status ARREARAGE (was so already)\n");
    BOOST_TEST(charge_status(*directory.find_account(name, soon())) == "ARREARAGE");
    BOOST_TEST(object(ctl({"account", "show", name, "--json"}).out)
                   ->getValue<std::string>("ChargeStatus") == "ARREARAGE");
    BOOST_TEST(ctl({"account", "charge-status", name, "NORMAL"}).status == 0);
    BOOST_TEST(charge_status(*directory.find_account(name, soon())) == "NORMAL");
    BOOST_TEST(ctl({"account", "charge-status", name, "normal"}).status == 2);
    BOOST_TEST(ctl({"account", "charge-status", "nobody", "NORMAL"}).status == 1);
}

BOOST_AUTO_TEST_CASE(tell_wrong_use_from_refusal) {
    BOOST_TEST(ctl({}).status == 2);
    BOOST_TEST(ctl({"account", "paint", name}).status == 2);
    BOOST_TEST(ctl({"account", "create"}).status == 2);
    BOOST_TEST(ctl({"--help"}).status == 0);
    const auto refused = ctl({"account", "show", "nobody"});
    BOOST_TEST(refused.status == 1);
    BOOST_TEST(refused.err == "joingatectl: there is no account nobody; see `joingatectl account "
                              "list`\n");
    BOOST_TEST(ctl({"account", "create", "a b"}).status == 1);
    BOOST_TEST(ctl({"account", "create", "12345"}).status == 1);
    BOOST_TEST(ctl({"instance", "delete", "iot-any"}).status == 2);
}

BOOST_AUTO_TEST_CASE(show_a_secret_once) {
    ctl({"account", "create", name});
    const auto created = ctl({"key", "create", name});
    std::smatch parts;
    const std::regex lines{"ACCESS_KEY_ID=(LTAI[A-Za-z0-9]{20})\n"
                           "ACCESS_KEY_SECRET=([A-Za-z0-9]{30})\n"};
    BOOST_REQUIRE(std::regex_match(created.out, parts, lines));
    BOOST_TEST(created.err.find(parts.str(2)) == std::string::npos);
    const auto listed = ctl({"key", "list", name});
    BOOST_TEST(masked(listed.out) == "ACCESS KEY ID             USER  STATE   CREATED\n" +
                                         parts.str(1) + "  -     ACTIVE  TIME\n");
    const auto principal = directory.find_key(parts.str(1), soon());
    BOOST_TEST(principal->key.hmac_sha256_v3("x") == SigningKey{parts.str(2)}.hmac_sha256_v3("x"));
    const auto row = server.value_of(
        "SELECT secret FROM joingate.access_key WHERE access_key_id = '" + parts.str(1) + "'");
    BOOST_TEST(row.find(parts.str(2)) == std::string::npos);
}

BOOST_AUTO_TEST_CASE(import_a_pair_once) {
    ctl({"account", "create", name});
    const auto id = fresh_name("testid-from-elsewhere");
    const auto input = id + " testsecret-of-elsewhere\n";
    const std::vector<std::string> command{"key", "create", name, "--secret-file", "-"};
    BOOST_TEST(ctl(command, input).out == "access key " + id + ": imported\n");
    BOOST_TEST(ctl(command, input).out == "access key " + id + ": imported (was so already)\n");
    const auto other = ctl(command, id + " another-secret-entirely\n");
    BOOST_TEST(other.status == 1);
    BOOST_TEST(other.err.find("another-secret") == std::string::npos);
    const auto one_word = ctl(command, "only-one-word\n");
    BOOST_TEST(one_word.status == 1);
    BOOST_TEST(one_word.err ==
               "joingatectl: standard input:1: there is 1 word; needed are two, the "
               "id and the secret, or NAME=VALUE\n");
    BOOST_TEST(ctl(command, id + " too-short\n").status == 1);
    // What `key create` printed is taken back as well.
    BOOST_TEST(
        ctl(command, "ACCESS_KEY_ID=" + id + "\nACCESS_KEY_SECRET=testsecret-of-elsewhere\n").out ==
        "access key " + id + ": imported (was so already)\n");
}

BOOST_AUTO_TEST_CASE(keep_the_limits_of_users_and_keys) {
    ctl({"account", "create", name});
    BOOST_TEST(ctl({"user", "create", name, "Ann"}).status == 0);
    BOOST_TEST(ctl({"user", "create", name, "ANN"}).out ==
               "account " + name + ": user ANN created (was so already)\n");
    BOOST_TEST(ctl({"key", "create", name, "--user", "ann"}).status == 0);
    BOOST_TEST(ctl({"key", "create", name, "--user", "Ann"}).status == 0);
    const auto third = ctl({"key", "create", name, "--user", "Ann"});
    BOOST_TEST(third.status == 1);
    BOOST_TEST(third.err.find("LimitExceeded.User.AccessKey") != std::string::npos);
    BOOST_TEST(third.out.empty());
    const auto conflict = ctl({"user", "delete", name, "Ann"});
    BOOST_TEST(conflict.status == 1);
    BOOST_TEST(conflict.err.find("DeleteConflict.User.AccessKey") != std::string::npos);
    BOOST_TEST(masked(ctl({"user", "list", name}).out) ==
               "USER  KEYS  GROUPS  POLICIES  CREATED\nAnn      2       0         0  TIME\n");
    BOOST_TEST(ctl({"user", "delete", name, "Ann", "--cascade"}).status == 0);
    BOOST_TEST(ctl({"key", "list", name, "--json"}).out == "[]\n");
    BOOST_TEST(ctl({"user", "create", name, "bad name"}).status == 1);
}

BOOST_AUTO_TEST_CASE(manage_groups_and_their_members) {
    ctl({"account", "create", name});
    ctl({"user", "create", name, "Ann"});
    for (int i = 1; i <= 6; ++i)
        BOOST_TEST(ctl({"group", "create", name, "g" + std::to_string(i)}).status == 0);
    for (int i = 1; i <= 5; ++i)
        BOOST_TEST(ctl({"group", "add-user", name, "g" + std::to_string(i), "ann"}).status == 0);
    BOOST_TEST(ctl({"group", "add-user", name, "g6", "ann"}).status == 1);
    BOOST_TEST(ctl({"group", "list", name, "g1"}).out == "GROUP  USER\ng1     Ann\n");
    BOOST_TEST(ctl({"group", "delete", name, "g1"}).status == 1);
    BOOST_TEST(ctl({"group", "remove-user", name, "g1", "Ann"}).status == 0);
    BOOST_TEST(ctl({"group", "delete", name, "g1"}).status == 0);
}

BOOST_AUTO_TEST_CASE(version_policies_and_refuse_bad_documents) {
    ctl({"account", "create", name});
    ctl({"user", "create", name, "Ann"});
    const std::vector<std::string> create{"policy", "create", name, "ReadAll", "--document", "-"};
    BOOST_TEST(ctl(create, kReadAll).status == 0);
    BOOST_TEST(ctl(create, kReadAll).out ==
               "account " + name + ": policy ReadAll created (was so already)\n");
    const auto bad = ctl({"policy", "create", name, "Bad", "--document", "-"}, "{");
    BOOST_TEST(bad.status == 1);
    BOOST_TEST(bad.err.find("MalformedPolicyDocument") != std::string::npos);
    for (int i = 0; i < 6; ++i) {
        auto document = std::string{kReadAll};
        document.insert(document.size() - 1, std::string(static_cast<std::size_t>(i) + 1, ' '));
        BOOST_TEST(ctl({"policy", "update", name, "ReadAll", "--document", "-"}, document).status ==
                   0);
    }
    BOOST_TEST(masked(ctl({"policy", "show", name, "ReadAll", "--versions"}).out) ==
               "VERSION  DEFAULT  CREATED\nv3       no       TIME\nv4       no       TIME\n"
               "v5       no       TIME\nv6       no       TIME\nv7       yes      TIME\n");
    BOOST_TEST(ctl({"policy", "attach", name, "readall", "--user", "ann"}).status == 0);
    BOOST_TEST(
        ctl({"policy", "attach", name, "aliyunlinkwanfullaccess", "--system", "--user", "Ann"})
            .status == 0);
    BOOST_TEST(ctl({"policy", "attachments", name}).out ==
               "HOLDER  NAME  TYPE    POLICY\nUSER    Ann   Custom  ReadAll\n"
               "USER    Ann   System  AliyunLinkWANFullAccess\n");
    BOOST_TEST(ctl({"policy", "attach", name, "ReadAll"}).status == 2);
    BOOST_TEST(ctl({"policy", "delete", name, "ReadAll"}).status == 1);
    BOOST_TEST(ctl({"policy", "detach", name, "ReadAll", "--user", "Ann"}).status == 0);
    BOOST_TEST(ctl({"policy", "delete", name, "ReadAll"}).status == 0);
}

BOOST_AUTO_TEST_CASE(list_quotas_rates_and_features) {
    ctl({"account", "create", name});
    BOOST_TEST(ctl({"quota", "set", name, "ROAMING_JOIN_PERMISSION", "3"}).status == 0);
    BOOST_TEST(ctl({"quota", "set", name, "SHEEP", "3"}).status == 1);
    BOOST_TEST(ctl({"quota", "list", name}).out ==
               "QUOTA                     LIMIT  USED  DEFAULT\n"
               "GATEWAY                    1000     0  yes\n"
               "LOCAL_JOIN_PERMISSION      1000     0  yes\n"
               "NODE                     100000     0  yes\n"
               "ROAMING_JOIN_PERMISSION       3     0  no\n");
    BOOST_TEST(ctl({"rate", "set", name, "100", "--action", "ListNodeGroups"}).status == 0);
    BOOST_TEST(ctl({"rate", "set", name, "0"}).status == 1);
    BOOST_TEST(ctl({"rate", "list", name}).out == "ACTION          PER SECOND  DEFAULT\n"
                                                  "*                        5  yes\n"
                                                  "ListNodeGroups         100  no\n");
    BOOST_TEST(ctl({"feature", "deactivate", name, "all"}).status == 0);
    BOOST_TEST(ctl({"feature", "activate", name, "RELAY"}).status == 0);
    BOOST_TEST(directory.find_account(name, soon())->features.size() == 1U);
    BOOST_TEST(ctl({"feature", "activate", name, "SHEEP"}).status == 1);
}

BOOST_AUTO_TEST_CASE(lock_node_groups) {
    ctl({"account", "create", name});
    const auto json = object(ctl({"instance", "create", name, "--public", "--json"}).out);
    const auto schema = json->getValue<std::string>("SchemaName");
    server.run(
        "INSERT INTO joingateexchange.resource (kind, account, instance) SELECT 'NODE_GROUP', "
        "account, instance FROM joingate.instance WHERE schema_name = '" +
        schema + "'");
    const auto group = server.value_of("SELECT MAX(id) FROM joingateexchange.resource");
    server.run("INSERT INTO " + schema +
               ".node_group (group_id, group_name, create_millis) VALUES (" + group +
               ", 'grp', 0)");
    BOOST_TEST(ctl({"lock", "add", group, "iot-product"}).status == 0);
    BOOST_TEST(masked(ctl({"lock", "list", group}).out) ==
               "LOCK         TYPE   CREATED\niot-product  WRITE  TIME\n");
    BOOST_TEST(ctl({"lock", "remove", group, "iot-product"}).status == 0);
    BOOST_TEST(ctl({"lock", "list", group, "--json"}).out == "[]\n");
    BOOST_TEST(ctl({"lock", "add", "999999999", "iot-product"}).status == 1);
}

BOOST_AUTO_TEST_CASE(set_up_and_migrate_again_without_harm) {
    BOOST_TEST(ctl({"init"}).status == 0);
    BOOST_TEST(ctl({"init"}).status == 0);
    ctl({"account", "create", name});
    ctl({"instance", "create", name});
    BOOST_TEST(ctl({"schema", "migrate"}).out == "0 migrations run (was so already)\n");
    BOOST_TEST(ctl({"schema", "status"}).out.find("joingate") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(run_all_cases_of_a_simulation) {
    const auto one = [](const std::string& case_name, const std::string& expect) {
        return R"({"name":")" + case_name +
               R"(","rules":[],"principal":{"account":"1","user":"ann","groups":[],"role":null},)" +
               R"("policies":[{"on":"user:ann","document":)" + kReadAll +
               R"(}],"request":{"action":"linkwan:GetGateway","resources":["acs:linkwan:r:1:gateway/1"],)" +
               R"("context":{}},"expect":")" + expect + R"(","why":"because"})";
    };
    const auto file_of = [](const std::string& cases) { return R"({"cases":[)" + cases + "]}"; };
    const auto good = ctl({"policy", "simulate", "--cases", "-"}, file_of(one("first", "allow")));
    BOOST_TEST(good.status == 0);
    BOOST_TEST(good.out == "first allow\n");
    BOOST_TEST(good.err.empty());
    const auto bad = ctl({"policy", "simulate", "--cases", "-"},
                         file_of(one("first", "allow") + "," + one("second", "deny")));
    BOOST_TEST(bad.status == 1);
    BOOST_TEST(bad.out == "first allow\nsecond allow\n");
    BOOST_TEST(bad.err == "differs: second: expected deny, got allow; because\n");
    BOOST_TEST(ctl({"policy", "simulate", "--cases", "-"}, "{").status == 2);
}

BOOST_AUTO_TEST_CASE(stand_in_the_manual_with_every_option) {
    std::ifstream file{places::in_source("docs/man/joingatectl.8")};
    const std::string manual{std::istreambuf_iterator<char>{file}, {}};
    const auto described = ctl({"describe"});
    const auto commands =
        Poco::JSON::Parser{}.parse(described.out).extract<Poco::JSON::Array::Ptr>();
    BOOST_TEST(commands->size() > 40U);
    for (std::size_t i = 0; i < commands->size(); ++i) {
        const auto command = commands->getObject(static_cast<unsigned>(i));
        const auto path = command->getValue<std::string>("command");
        constexpr std::size_t kProgram = sizeof("joingatectl ") - 1;
        const auto words = path.size() > kProgram ? path.substr(kProgram) : std::string{};
        // The manual writes "account create", and options without their two dashes: .Fl -uid.
        BOOST_TEST(manual.find(words) != std::string::npos, "no command " << path);
        const auto options = command->getArray("options");
        for (std::size_t j = 0; j < options->size(); ++j) {
            const auto option =
                options->getObject(static_cast<unsigned>(j))->getValue<std::string>("name");
            if (option.compare(0, 2, "--") != 0) continue;
            BOOST_TEST(manual.find("Fl " + option.substr(1)) != std::string::npos,
                       "no option " << option << " of " << path);
        }
    }
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace joingate::test
