#include "tests/support/catalog.h"
#include "tests/support/places.h"
#include "tests/support/shell.h"

#include <Poco/JSON/Object.h>
#include <Poco/JSON/Parser.h>
#include <boost/test/unit_test.hpp>

#include <string>
#include <vector>

namespace joingate::test {
namespace {

constexpr const char* kFull = "joingatectl: cannot write the output: No space left on device";

/// The program itself, run by a shell.
struct Program : WithCatalog {
    const std::string account = fresh_account();

    /// The arguments may end with a redirection.
    Ran program(const std::string& arguments) const { return shell("$CTL " + arguments); }
    /// $CTL is the program with its configuration; both outputs of the shell go to `err`.
    Ran shell(const std::string& script) const {
        const auto ended =
            run_shell("CTL='" + places::in_build("tenancy/ctl/joingatectl") + " --config " +
                      (directory_path / "joingated.properties").string() + "'; " + script);
        Ran ran;
        ran.status = ended.status;
        ran.err = ended.output;
        return ran;
    }
    std::string keys() const {
        return server.value_of("SELECT COUNT(*) FROM joingate.access_key WHERE account = '" +
                               account + "'");
    }
};

} // namespace

BOOST_FIXTURE_TEST_SUITE(ctl_output, Program)

BOOST_AUTO_TEST_CASE(is_an_error_where_it_cannot_be_written) {
    const std::vector<std::string> commands{
        "account list",
        "account list --json",
        "account show " + account,
        "account block " + account,
        "check",
        "describe",
        "--help",
        "account --help",
        "--version",
        "schema status",
        "registry count nodes",
        "policy simulate --cases " + places::in_source("tests/policy/policy_cases.json")};
    for (const auto& command : commands) {
        const auto ran = program(command + " > /dev/full");
        BOOST_TEST(ran.status == 1, command);
        BOOST_TEST(ran.err.find(kFull) != std::string::npos, command + ": " + ran.err);
    }
}

BOOST_AUTO_TEST_CASE(is_an_error_where_its_reader_went_away) {
    const auto ran = shell("(sleep 0.2; $CTL key create " + account + ") | true");
    BOOST_TEST(ran.err == "joingatectl: cannot write the output: Broken pipe; no access key was "
                          "created\n");
    BOOST_TEST(keys() == "0");
}

BOOST_AUTO_TEST_CASE(that_is_lost_leaves_no_key_that_nobody_saw) {
    for (const auto& command : {"key create " + account, "--json key create " + account}) {
        const auto full = program(command + " > /dev/full");
        BOOST_TEST(full.status == 1);
        BOOST_TEST(full.err == std::string{kFull} + "; no access key was created\n");
        BOOST_TEST(keys() == "0");
        const auto closed = program(command + " >&-");
        BOOST_TEST(closed.status == 1);
        BOOST_TEST(closed.err == "joingatectl: cannot write the output: Bad file descriptor; no "
                                 "access key was created\n");
        BOOST_TEST(keys() == "0");
    }
    BOOST_TEST(program("key create " + account).status == 0);
    BOOST_TEST(keys() == "1");
}

BOOST_AUTO_TEST_CASE(of_closed_descriptors_never_goes_into_the_database_connection) {
    const auto command = "key create " + account;
    BOOST_TEST(program(command + " >&- 2>&- <&-").status == 1);
    BOOST_TEST(program("account block " + account + " <&- 2>&-").status == 0);
    // Standard input is closed, not another connection.
    BOOST_TEST(program(command + " --secret-file - <&-").status == 1);
    BOOST_TEST(keys() == "0");
}

BOOST_AUTO_TEST_CASE(of_a_copy_is_complete_or_an_error) {
    const auto created = ctl({"instance", "create", account, "--json"}).out;
    const auto id = Poco::JSON::Parser{}
                        .parse(created)
                        .extract<Poco::JSON::Object::Ptr>()
                        ->getValue<std::string>("IotInstanceId");
    BOOST_TEST(ctl({"instance", "suspend", id}).status == 0);
    const auto copy = (directory_path / "copy.sql").string();
    const auto dump = "export MYSQL_PWD=$(cat " + (directory_path / "admin.password").string() +
                      "); exec " + places::in_source("tenancy/ctl/joingate-tenant") + " dump " +
                      account + ' ' + copy + " --socket=" + server.admin().socket +
                      " --user=" + server.admin().user;
    // A file of 2 KiB at most stands for a disk that is full behind them.
    const auto full = shell("trap '' XFSZ; ulimit -f 4; " + dump);
    BOOST_TEST(full.status == 1);
    BOOST_TEST(full.err.find("File too large") != std::string::npos, full.err);
    std::size_t left = 0;
    for (const auto& entry : std::filesystem::directory_iterator{directory_path})
        left += entry.path().filename().string().find("copy.sql") == 0 ? 1 : 0;
    BOOST_TEST(left == 0U);
    const auto whole = shell(dump);
    BOOST_TEST(whole.status == 0, whole.err);
    BOOST_TEST(std::filesystem::file_size(copy) > 4096U);
}

BOOST_AUTO_TEST_CASE(names_the_version) {
    const auto ran = ctl({"--version"});
    BOOST_TEST(ran.status == 0);
    BOOST_TEST(ran.out.find("joingatectl 0.") == 0U);
}

BOOST_AUTO_TEST_CASE(names_a_word_that_is_no_command_and_the_nearest_one) {
    struct Case {
        std::vector<std::string> arguments;
        std::string said;
    };
    for (const auto& one : {
             Case{{"acount"}, "there is no command 'acount'; did you mean 'account'?"},
             Case{{"acount", "list"}, "there is no command 'acount'; did you mean 'account'?"},
             Case{{"account", "lst"},
                  "there is no command 'lst' behind 'account'; did you mean 'list'?"},
             Case{{"registry", "import", "node", "x.csv"},
                  "there is no command 'node' behind 'import'; did you mean 'nodes'?"},
             Case{{"account", "paint", "x"},
                  "there is no command 'paint' behind 'account'; there are create, list, show, "
                  "block, unblock, activate, deactivate, charge-status"},
             Case{{}, "a command is missing; there are init, "},
             Case{{"key"},
                  "a command is missing behind 'key'; there are create, list, disable, enable, "
                  "delete"},
             Case{{"registry", "abandon"},
                  "a command is missing behind 'abandon'; there are gateways"},
             Case{{"account", "create", "x", "--actvate"},
                  "there is no option '--actvate' behind 'create'; did you mean '--activate'?"},
             Case{{"account", "list", "--jsn=1"},
                  "there is no option '--jsn' behind 'list'; did you mean '--json'?"},
             Case{{"--confg=x", "account", "list"},
                  "there is no option '--confg' behind 'list'; did you mean '--config'?"},
         }) {
        const auto ran = ctl(one.arguments);
        BOOST_TEST(ran.status == 2);
        BOOST_TEST(ran.err.find("joingatectl: " + one.said) == 0U, ran.err);
    }
    // What is wrong in another way keeps its own words.
    BOOST_TEST(ctl({"account", "create"}).err.find("ACCOUNT is required") != std::string::npos);
    BOOST_TEST(ctl({"account", "create", "x", "y"}).err.find("y") != std::string::npos);
    BOOST_TEST(ctl({"account", "create", "x", "--uid", "many"}).err.find("uid") !=
               std::string::npos);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace joingate::test
