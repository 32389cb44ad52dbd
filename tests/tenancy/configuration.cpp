#include "tenancy/configuration.h"

#include "tests/tenancy/scratch_folder.h"

#include <boost/test/unit_test.hpp>

#include <cstdlib>
#include <fstream>

namespace joingate {
namespace {

Configuration read(const std::string& text) {
    return Configuration{text, "f"};
}

/// The only problem of this text.
std::string problem(const std::string& text) {
    const auto problems = read(text).problems();
    BOOST_TEST(problems.size() == 1U, text);
    return problems.empty() ? std::string{} : problems.front();
}

struct Variable {
    Variable(const char* name, const std::string& value) : name_{name} {
        ::setenv(name, value.c_str(), 1); // NOLINT(concurrency-mt-unsafe): no other thread reads it
    }
    ~Variable() { ::unsetenv(name_); } // NOLINT(concurrency-mt-unsafe): nor here
    Variable(const Variable&) = delete;
    Variable& operator=(const Variable&) = delete;

private:
    const char* name_;
};

} // namespace

BOOST_AUTO_TEST_SUITE(configuration)

BOOST_AUTO_TEST_CASE(tells_each_value_and_where_it_is_from) {
    const auto config = read("# a comment\n\nworker.threads = 3\n  ! another\r\n"
                             "quota.NODE=7\r\ndatabase.user:  me \rgate.region = eu\\\n-1\n"
                             "gate.memory = /m");
    BOOST_TEST(config.problems().empty());
    BOOST_TEST(config.number("worker.threads") == 3);
    BOOST_TEST(config.origin("worker.threads") == "f:3");
    BOOST_TEST(config.number("quota.NODE") == 7);
    BOOST_TEST(config.origin("quota.NODE") == "f:5");
    BOOST_TEST(config.text("database.user") == "me");
    BOOST_TEST(config.origin("database.user") == "f:6");
    BOOST_TEST(config.text("gate.region") == "eu-1");
    BOOST_TEST(config.origin("gate.region") == "f:7");
    BOOST_TEST(config.text("gate.memory") == "/m");
    BOOST_TEST(config.origin("gate.memory") == "f:9");
    BOOST_TEST(config.text("worker.logLevel") == "information");
    BOOST_TEST(config.origin("worker.logLevel") == "default");
    BOOST_TEST(config.is_given("quota.NODE"));
    BOOST_TEST(!config.is_given("quota.GATEWAY"));
}

BOOST_AUTO_TEST_CASE(skips_a_byte_order_mark) {
    BOOST_TEST(read("\xEF\xBB\xBFworker.threads = 3\n").origin("worker.threads") == "f:1");
}

BOOST_AUTO_TEST_CASE(names_the_setting_that_was_meant) {
    BOOST_TEST(problem("\ndatabase.sockt = /s\n") ==
               "f:2: there is no setting database.sockt; did you mean database.socket?");
    BOOST_TEST(problem("quota.NODES = 5") ==
               "f:1: there is no setting quota.NODES; did you mean quota.NODE?");
    BOOST_TEST(problem("license.free.GATEWAYS = 5") ==
               "f:1: there is no setting license.free.GATEWAYS; did you mean "
               "license.free.GATEWAY?");
    BOOST_TEST(problem("worker.Threads = 5") ==
               "f:1: there is no setting worker.Threads; did you mean worker.threads?");
    BOOST_TEST(problem("quota.CAMELS = 5") == "f:1: there is no setting quota.CAMELS");
    BOOST_TEST(problem("[worker]\n") == "f:1: there is no setting [worker]");
    BOOST_TEST(problem("= 5\n") == "f:1: a value without a name; write NAME = VALUE");
    BOOST_TEST(problem("\x1b[31m = 5\n") == "f:1: there is no setting ?[31m");
}

BOOST_AUTO_TEST_CASE(never_repeats_the_value_of_a_setting_that_there_is_not) {
    BOOST_TEST(problem("database.password = hunter2").find("hunter2") == std::string::npos);
}

BOOST_AUTO_TEST_CASE(says_what_stands_there_and_what_is_needed) {
    BOOST_TEST(problem("worker.threads = 257") ==
               "f:1: worker.threads is \"257\"; it must be a number from 1 to 256");
    BOOST_TEST(problem("worker.threads =").find("is \"\"; it must be a number") !=
               std::string::npos);
    const std::string much = problem("worker.threads = " + std::string(5000, '7'));
    BOOST_TEST(much.size() < 300U);
}

BOOST_AUTO_TEST_CASE(refuses_what_a_setting_does_not_take) {
    for (const char* line : {"worker.threads = 0",
                             "worker.threads = 8x",
                             "worker.threads = +8",
                             "worker.logLevel = loud",
                             "request.budgetMillis = 1",
                             "request.mostWaitMillis = 0",
                             "license.oui = d896e0ff",
                             "license.oui = d896eg",
                             "license.free.NODE = -1",
                             "api.regions = cn-shanghai",
                             "permission.joinEuiPrefix = d896e0",
                             "database.port = 1,000",
                             "database.port = 0",
                             "database.port = 65536",
                             "rate.callsPerSecond = 0",
                             "rate.callsPerSecond = 65536",
                             "quota.NODE = -1",
                             "quota.NODE = 9223372036854775808",
                             "gate.rateCapacity = 100",
                             "gate.rateCapacity = 8",
                             "gate.windowSeconds = 901",
                             "database.user =",
                             "secrets.masterKeyFile =",
                             "volume.alarmPercent = 101"}) {
        const std::string text{line};
        BOOST_TEST(problem(text).find(text.substr(0, text.find(' '))) != std::string::npos);
    }
}

BOOST_AUTO_TEST_CASE(finds_all_problems_at_once) {
    const auto config = read("worker.thread = 3\nworker.logLevel = loud\nquota.NODE = 5\n");
    BOOST_TEST(config.problems().size() == 2U);
    BOOST_TEST(config.number("quota.NODE") == 5);
    BOOST_TEST(config.text("worker.logLevel") == "information");
    BOOST_CHECK_EXCEPTION(config.require_good(), BadConfiguration, [](const BadConfiguration& e) {
        return std::string{e.what()} ==
                   "f:1: there is no setting worker.thread; did you mean worker.threads? "
                   "(and 1 more; joingated -t prints them all)" &&
               e.problems().size() == 2U;
    });
}

BOOST_AUTO_TEST_CASE(refuses_a_setting_that_stands_twice) {
    BOOST_TEST(problem("quota.NODE = 5\n\nquota.GATEWAY = 6\nquota.NODE = 5\n") ==
               "f:4: quota.NODE stands on line 1 already; leave one of them");
}

BOOST_AUTO_TEST_CASE(takes_variables_of_the_environment) {
    const Variable threads{"JOINGATE_TEST_THREADS", "12"};
    const auto config = read("worker.threads = ${system.env.JOINGATE_TEST_THREADS}\n");
    BOOST_TEST(config.problems().empty());
    BOOST_TEST(config.number("worker.threads") == 12);
    BOOST_TEST(config.origin("worker.threads") == "f:1: ${system.env.JOINGATE_TEST_THREADS}");
    BOOST_TEST(problem("gate.region = ${system.env.JOINGATE_TEST_NOBODY}") ==
               "f:1: gate.region: ${system.env.JOINGATE_TEST_NOBODY} stands for nothing; it needs "
               "a variable of this name");
    BOOST_TEST(problem("gate.region = ${gate.region}").find("f:1: gate.region: ") == 0U);
}

BOOST_AUTO_TEST_CASE(has_defaults_that_fit_what_is_given) {
    BOOST_TEST(read("").text("database.socket") == "/run/mysqld/mysqld.sock");
    BOOST_TEST(read("").text("database.userHost") == "localhost");
    const auto remote = read("database.host = db\ndatabase.tlsCa = /ca\n");
    BOOST_TEST(remote.problems().empty());
    BOOST_TEST(remote.text("database.socket") == "");
    BOOST_TEST(remote.text("database.userHost") == "%");
    BOOST_TEST(remote.origin("database.socket") == "default, since database.host is given");
}

BOOST_AUTO_TEST_CASE(refuses_settings_that_do_not_fit_together) {
    BOOST_TEST(problem("\ndatabase.host = db\n") ==
               "f:2: database.host: it needs TLS; give database.tlsCa, the file with the "
               "authority");
    BOOST_TEST(problem("database.host = db\ndatabase.socket = /s\ndatabase.tlsCa = /ca\n")
                   .find("f:1: database.host: give it or database.socket") == 0U);
    BOOST_TEST(problem("database.socket =\n").find("f:1: database.socket: it is empty") == 0U);
}

BOOST_AUTO_TEST_CASE(prefers_the_credentials_that_there_are) {
    const ScratchFolder folder;
    std::ofstream{folder.file("master.key")} << "1 00\n";
    std::ofstream{folder.file("joingated.properties")} << "secrets.masterKeyFile = /elsewhere\n";
    const Variable credentials{"CREDENTIALS_DIRECTORY", folder.path()};
    const auto config = Configuration::from_file(folder.file("joingated.properties"));
    BOOST_TEST(config.text("secrets.masterKeyFile") == folder.file("master.key"));
    BOOST_TEST(config.origin("secrets.masterKeyFile") == "credential master.key");
    BOOST_TEST(config.origin("database.passwordFile").find("credential") == std::string::npos);
}

// systemd puts a blank in place of a file that is not there, so that we name the file.
BOOST_AUTO_TEST_CASE(takes_no_credential_that_is_blank) {
    const ScratchFolder folder;
    std::ofstream{folder.file("master.key")} << "\n";
    std::ofstream{folder.file("joingated.properties")} << "secrets.masterKeyFile = /elsewhere\n";
    const Variable credentials{"CREDENTIALS_DIRECTORY", folder.path()};
    const auto config = Configuration::from_file(folder.file("joingated.properties"));
    BOOST_TEST(config.text("secrets.masterKeyFile") == "/elsewhere");
}

BOOST_AUTO_TEST_CASE(says_why_a_file_cannot_be_read) {
    BOOST_CHECK_EXCEPTION(Configuration::from_file("/nowhere/at/all"), BadConfiguration,
                          [](const BadConfiguration& e) {
                              return std::string{e.what()} ==
                                     "cannot read the configuration file /nowhere/at/all: No such "
                                     "file or directory";
                          });
    BOOST_CHECK_THROW(Configuration::from_file("/"), std::runtime_error);
}

BOOST_AUTO_TEST_CASE(knows_no_other_names) {
    BOOST_CHECK_THROW(read("").text("database.sockt"), std::logic_error);
    BOOST_CHECK_THROW(read("").number("gate.region"), std::logic_error);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace joingate
