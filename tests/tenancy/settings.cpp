#include "tenancy/settings.h"

#include <Poco/AutoPtr.h>
#include <Poco/Util/MapConfiguration.h>
#include <boost/test/unit_test.hpp>

#include <filesystem>
#include <fstream>

namespace joingate::test {
namespace {

struct Properties {
    Poco::AutoPtr<Poco::Util::MapConfiguration> config{new Poco::Util::MapConfiguration};
    std::filesystem::path secret = std::filesystem::temp_directory_path() /
                                   ("joingate-settings-" + std::to_string(::getpid()));

    ~Properties() { std::filesystem::remove(secret); }

    Settings read(Login login = Login::Worker) const { return read_settings(*config, login); }
    void set(const std::string& key, const std::string& value) { config->setString(key, value); }
    void write_secret(std::filesystem::perms permissions) const {
        std::ofstream{secret} << "pass word\nsecond line\n";
        std::filesystem::permissions(secret, permissions);
    }
};

} // namespace

BOOST_FIXTURE_TEST_SUITE(settings, Properties)

BOOST_AUTO_TEST_CASE(have_defaults) {
    const auto settings = read();
    BOOST_TEST(settings.database.socket == "/run/mysqld/mysqld.sock");
    BOOST_TEST(settings.database.user == "joingated");
    BOOST_TEST(settings.admin.user == "root");
    BOOST_TEST(settings.worker_host == "localhost");
    BOOST_TEST(settings.region == "cn-shanghai");
    BOOST_TEST(settings.defaults.quotas.at("LOCAL_JOIN_PERMISSION") == 1000);
    BOOST_TEST(settings.defaults.quotas.at("ROAMING_JOIN_PERMISSION") == 1);
    BOOST_TEST(settings.defaults.calls_per_second == 5U);
}

BOOST_AUTO_TEST_CASE(take_what_is_configured) {
    set("database.host", "db.example");
    set("database.port", "3307");
    set("database.tlsCa", "/ca.pem");
    set("quota.NODE", "12");
    set("rate.callsPerSecond", "50");
    set("gate.nonceCapacity", "256");
    set("gate.windowSeconds", "60");
    const auto settings = read();
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
    const auto refused = [](const std::string& key, const std::string& value) {
        Properties properties;
        properties.set(key, value);
        BOOST_CHECK_THROW(properties.read(), std::runtime_error);
    };
    refused("database.port", "1,000");
    refused("database.port", "0");
    refused("database.host", "db.example"); // without TLS
    refused("rate.callsPerSecond", "0");
    refused("quota.NODE", "-1");
    refused("gate.rateCapacity", "100");
    refused("gate.windowSeconds", "901");
    refused("database.passwordFile", "/nowhere/at/all");
}

BOOST_AUTO_TEST_CASE(read_the_password_of_one_login_only) {
    write_secret(std::filesystem::perms::owner_read);
    set("database.passwordFile", secret.string());
    set("admin.passwordFile", "/nowhere/at/all");
    const auto settings = read(Login::Worker);
    BOOST_TEST(settings.database.password == "pass word");
    BOOST_TEST(settings.admin.password.empty());
}

BOOST_AUTO_TEST_CASE(refuse_a_password_that_others_may_read) {
    write_secret(std::filesystem::perms::owner_read | std::filesystem::perms::others_read);
    set("database.passwordFile", secret.string());
    BOOST_CHECK_THROW(read(), std::runtime_error);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace joingate::test
