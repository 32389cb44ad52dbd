#include "fcgi/check_configuration.h"

#include "tenancy/setting.h"
#include "tests/tenancy/scratch_folder.h"

#include <boost/test/unit_test.hpp>

#include <sysexits.h>

#include <filesystem>
#include <fstream>
#include <sstream>

namespace joingate::test {
namespace {

struct Checked {
    ScratchFolder folder;
    std::string path = folder.file("joingated.properties");
    std::ostringstream out, err;
    int status = -1;

    void write_private(const std::string& name, const std::string& content) const {
        std::ofstream{folder.file(name)} << content;
        std::filesystem::permissions(folder.file(name), std::filesystem::perms::owner_read |
                                                            std::filesystem::perms::owner_write);
    }

    /// Of a machine where nothing is installed.
    std::string good() const {
        write_private("key", "1 " + std::string(64, 'a') + '\n');
        write_private("password", "the secret\n");
        return "secrets.masterKeyFile = " + folder.file("key") +
               "\ndatabase.passwordFile = " + folder.file("password") + '\n';
    }

    void check(const std::string& text,
               int (&with)(const std::string&, std::ostream&, std::ostream&)) {
        std::ofstream{path} << text;
        out.str({});
        err.str({});
        status = with(path, out, err);
    }
};

} // namespace

BOOST_FIXTURE_TEST_SUITE(check_of_the_configuration, Checked)

BOOST_AUTO_TEST_CASE(says_that_it_is_good) {
    check(good(), check_configuration);
    BOOST_TEST(status == EX_OK);
    BOOST_TEST(out.str() == path + " is good\n");
    BOOST_TEST(err.str() == "");
}

BOOST_AUTO_TEST_CASE(prints_every_problem_on_a_line) {
    check(good() + "quota.NODES = 1\nfcgi.frontUser = nobody-of-this-name\nworker.threads = 0\n",
          check_configuration);
    BOOST_TEST(status == EX_CONFIG);
    BOOST_TEST(out.str() == "");
    BOOST_TEST(err.str() ==
               path + ":3: there is no setting quota.NODES; did you mean quota.NODE?\n" + path +
                   ":5: worker.threads is \"0\"; it must be a number from 1 to 256\n" + path +
                   ":4: fcgi.frontUser: there is no user nobody-of-this-name\n");
}

BOOST_AUTO_TEST_CASE(looks_at_the_files_and_users_that_are_named) {
    check("secrets.masterKeyFile = /nowhere/key\ndatabase.passwordFile = /nowhere/password\n"
          "fcgi.frontUser = nobody-of-this-name\n",
          check_configuration);
    BOOST_TEST(status == EX_CONFIG);
    for (const char* line :
         {":1: secrets.masterKeyFile: ", ":2: database.passwordFile: /nowhere/password: No such",
          ":3: fcgi.frontUser: there is no user nobody-of-this-name\n"})
        BOOST_TEST(err.str().find(path + line) != std::string::npos, line << " in " << err.str());
}

BOOST_AUTO_TEST_CASE(says_that_there_is_no_file) {
    std::ostringstream nothing;
    BOOST_TEST(check_configuration("/nowhere/at/all", nothing, err) == EX_CONFIG);
    BOOST_TEST(err.str() ==
               "cannot read the configuration file /nowhere/at/all: No such file or directory\n");
}

BOOST_AUTO_TEST_CASE(prints_every_setting_with_its_origin) {
    check("worker.threads = 12\n" + good(), print_configuration);
    BOOST_TEST(status == EX_OK);
    std::size_t lines = 0;
    std::istringstream printed{out.str()};
    for (std::string line; std::getline(printed, line); ++lines) {
        const std::string name{all_settings().at(lines).name};
        BOOST_TEST(line.substr(0, name.size() + 3) == name + " = ");
        const auto origin = line.substr(line.rfind("  # ") + 4);
        if (name == "worker.threads") {
            BOOST_TEST(line.find("= 12 ") != std::string::npos);
            BOOST_TEST(origin == path + ":1");
        } else if (name == "worker.logLevel") {
            BOOST_TEST(origin == "default");
        } else if (name == "database.passwordFile") {
            BOOST_TEST(origin == path + ":3");
        }
    }
    BOOST_TEST(lines == all_settings().size());
}

BOOST_AUTO_TEST_CASE(shows_no_secret) {
    check(good(), print_configuration);
    BOOST_TEST(out.str().find(folder.file("password")) != std::string::npos);
    BOOST_TEST(out.str().find("the secret") == std::string::npos);
    BOOST_TEST(out.str().find("aaaaaaaa") == std::string::npos);
}

BOOST_AUTO_TEST_CASE(prints_no_setting_of_a_configuration_that_is_not_good) {
    check(good() + "quota.NODES = 1\n", print_configuration);
    BOOST_TEST(status == EX_CONFIG);
    BOOST_TEST(out.str() == "");
    BOOST_TEST(err.str().find("quota.NODES") != std::string::npos);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace joingate::test
