#include "tenancy/settings.h"

#include "tenancy/configuration.h"
#include "tests/tenancy/scratch_folder.h"

#include <boost/test/unit_test.hpp>

#include <filesystem>
#include <fstream>

namespace joingate::test {
namespace {

struct Properties {
    ScratchFolder folder;
    std::string secret = folder.file("password");

    /// No test may depend on what /etc/joingate holds.
    static Settings read(const std::string& text, Login login = Login::Admin) {
        return read_settings(Configuration{text, "f"}, login);
    }
    std::string with_secret() const { return "database.passwordFile = " + secret + '\n'; }
    void write_secret(std::filesystem::perms permissions) const {
        std::ofstream{secret} << "pass word\nsecond line\n";
        std::filesystem::permissions(secret, permissions);
    }
};

} // namespace

BOOST_FIXTURE_TEST_SUITE(settings, Properties)

BOOST_AUTO_TEST_CASE(have_defaults) {
    const auto settings = read("");
    BOOST_TEST(settings.database.socket == "/run/mysqld/mysqld.sock");
    BOOST_TEST(settings.database.port == db::Settings{}.port);
    BOOST_TEST(settings.database.user == "joingated");
    BOOST_TEST(settings.admin.user == "root");
    BOOST_TEST(settings.worker_host == "localhost");
    BOOST_TEST(settings.region == "cn-shanghai");
    BOOST_TEST(settings.defaults.quotas.size() == 4U);
    BOOST_TEST(settings.defaults.quotas.at("LOCAL_JOIN_PERMISSION") == 1000);
    BOOST_TEST(settings.defaults.quotas.at("ROAMING_JOIN_PERMISSION") == 1);
    BOOST_TEST(settings.defaults.calls_per_second == Defaults{}.calls_per_second);
    const SharedMemory::Layout layout;
    BOOST_TEST(settings.memory_layout.nonce_capacity == layout.nonce_capacity);
    BOOST_TEST(settings.memory_layout.rate_capacity == layout.rate_capacity);
    BOOST_TEST(settings.memory_layout.window_seconds == layout.window_seconds);
}

BOOST_AUTO_TEST_CASE(take_what_is_configured) {
    const auto authority = folder.file("ca.pem");
    std::ofstream{authority} << "none\n";
    const auto settings = read("database.host = db.example\ndatabase.port = 3307\n"
                               "database.tlsCa = " +
                               authority +
                               "\nquota.NODE = 12\nrate.callsPerSecond = 50\n"
                               "gate.nonceCapacity = 256\ngate.windowSeconds = 60\n");
    BOOST_TEST(settings.database.socket.empty());
    BOOST_TEST(settings.admin.host == "db.example");
    BOOST_TEST(settings.admin.port == 3307U);
    BOOST_TEST(settings.worker_host == "%");
    BOOST_TEST(settings.defaults.quotas.at("NODE") == 12);
    BOOST_TEST(settings.defaults.calls_per_second == 50U);
    BOOST_TEST(settings.memory_layout.nonce_capacity == 256U);
    BOOST_TEST(settings.memory_layout.window_seconds == 60U);
}

BOOST_AUTO_TEST_CASE(refuse_what_makes_no_sense) {
    BOOST_CHECK_THROW(read("quota.NODES = 5"), BadConfiguration);
    BOOST_CHECK_THROW(read("quota.NODE = -1"), BadConfiguration);
    BOOST_CHECK_THROW(read("database.host = db.example"), BadConfiguration); // without TLS
    BOOST_CHECK_THROW(read("database.host = db.example\ndatabase.tlsCa = /nowhere/at/all"),
                      BadConfiguration);
}

BOOST_AUTO_TEST_CASE(refuse_a_password_file_that_is_configured_and_not_there) {
    BOOST_CHECK_EXCEPTION(
        read("\ndatabase.passwordFile = /nowhere/at/all", Login::Worker), BadConfiguration,
        [](const BadConfiguration& e) {
            return std::string{e.what()} ==
                   "f:2: database.passwordFile: /nowhere/at/all: No such file or directory";
        });
}

BOOST_AUTO_TEST_CASE(need_no_password_file_by_default) {
    const Configuration config{"", "f"};
    const std::string file{"/etc/joingate/worker.password"};
    if (std::filesystem::exists(file))
        BOOST_TEST(config.text("database.passwordFile") == file);
    else
        BOOST_TEST(read_settings(config, Login::Worker).database.password.empty());
    BOOST_TEST(read("database.passwordFile =\n", Login::Worker).database.password.empty());
}

BOOST_AUTO_TEST_CASE(read_the_password_of_one_login_only) {
    write_secret(std::filesystem::perms::owner_read);
    const auto settings =
        read(with_secret() + "admin.passwordFile = /nowhere/at/all\n", Login::Worker);
    BOOST_TEST(settings.database.password == "pass word");
    BOOST_TEST(settings.admin.password.empty());
}

BOOST_AUTO_TEST_CASE(refuse_a_password_that_others_may_read) {
    write_secret(std::filesystem::perms::owner_read | std::filesystem::perms::others_read);
    BOOST_CHECK_THROW(read(with_secret(), Login::Worker), BadConfiguration);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace joingate::test
