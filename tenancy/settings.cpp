#include "tenancy/settings.h"

#include "tenancy/private_file.h"

#include <Poco/AutoPtr.h>
#include <Poco/Exception.h>
#include <Poco/Util/LayeredConfiguration.h>
#include <Poco/Util/PropertyFileConfiguration.h>
#include <Poco/Util/SystemConfiguration.h>

#include <charconv>
#include <cstdint>
#include <limits>
#include <stdexcept>
#include <string_view>
#include <vector>

namespace joingate {
namespace {

using Poco::Util::AbstractConfiguration;

[[noreturn]] void refuse(const std::string& key, const std::string& why) {
    throw std::runtime_error{"setting " + key + ": " + why};
}

/// Poco's own number parser also takes "1,000" and " 5" (spec "robustness", section 3).
std::int64_t number(const AbstractConfiguration& config, const std::string& key,
                    std::int64_t otherwise, std::int64_t least, std::int64_t most) {
    if (!config.hasProperty(key)) return otherwise;
    const auto text = config.getString(key);
    std::int64_t value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc{} || end != text.data() + text.size() || value < least || value > most)
        refuse(key,
               "must be a number from " + std::to_string(least) + " to " + std::to_string(most));
    return value;
}

std::size_t power_of_two(const AbstractConfiguration& config, const std::string& key,
                         std::size_t otherwise, unsigned least, unsigned most) {
    const auto value = number(config, key, static_cast<std::int64_t>(otherwise),
                              std::int64_t{1} << least, std::int64_t{1} << most);
    if ((value & (value - 1)) != 0) refuse(key, "must be a power of two");
    return static_cast<std::size_t>(value);
}

std::string password(const AbstractConfiguration& config, const std::string& key) {
    const auto path = config.getString(key, "");
    if (path.empty()) return {};
    const auto text = read_private_file(path);
    return text.substr(0, text.find_first_of("\r\n"));
}

db::Settings server(const AbstractConfiguration& config) {
    db::Settings settings;
    settings.host = config.getString("database.host", "");
    settings.port = static_cast<unsigned>(number(config, "database.port", settings.port, 1,
                                                 std::numeric_limits<std::uint16_t>::max()));
    settings.tls_ca = config.getString("database.tlsCa", "");
    settings.socket =
        config.getString("database.socket", settings.host.empty() ? "/run/mysqld/mysqld.sock" : "");
    if (!settings.host.empty() && !settings.socket.empty())
        refuse("database.host", "give it or database.socket, not both");
    if (!settings.host.empty() && settings.tls_ca.empty())
        refuse("database.tlsCa", "a server that is reached by host needs TLS");
    return settings;
}

Defaults defaults(const AbstractConfiguration& config) {
    auto values = published_defaults();
    std::vector<std::string> names;
    config.keys("quota", names);
    for (const auto& name : names)
        values.quotas[name] =
            number(config, "quota." + name, 0, 0, std::numeric_limits<std::int64_t>::max());
    constexpr int kMostCalls = 65535;
    values.calls_per_second = static_cast<unsigned>(
        number(config, "rate.callsPerSecond", values.calls_per_second, 1, kMostCalls));
    return values;
}

} // namespace

Defaults published_defaults() {
    Defaults values;
    values.quotas = {{"LOCAL_JOIN_PERMISSION", 1000},
                     {"ROAMING_JOIN_PERMISSION", 1},
                     {"NODE", 100000},
                     {"GATEWAY", 1000}};
    return values;
}

Settings read_settings(const AbstractConfiguration& config, Login login) {
    Settings settings;
    settings.database = server(config);
    settings.admin = settings.database;
    settings.admin.duty = db::ServerDuty::Administer;
    settings.database.user = config.getString("database.user", "joingated");
    settings.worker_host =
        config.getString("database.userHost", settings.database.socket.empty() ? "%" : "localhost");
    settings.admin.user = config.getString("admin.user", "root");
    if (login == Login::Worker)
        settings.database.password = password(config, "database.passwordFile");
    else
        settings.admin.password = password(config, "admin.passwordFile");

    settings.master_key_file =
        config.getString("secrets.masterKeyFile", "/etc/joingate/master.key");
    settings.memory_path = config.getString("gate.memory", "/run/joingate-gate/memory");
    const SharedMemory::Layout layout;
    settings.memory_layout.nonce_capacity =
        power_of_two(config, "gate.nonceCapacity", layout.nonce_capacity, 7, 40);
    settings.memory_layout.rate_capacity =
        power_of_two(config, "gate.rateCapacity", layout.rate_capacity, 4, 28);
    // The ledger of writes keeps what it knows for as long (spec "robustness", section 6).
    constexpr std::int64_t kMostWindow = 900;
    settings.memory_layout.window_seconds = static_cast<std::uint32_t>(
        number(config, "gate.windowSeconds", layout.window_seconds, 1, kMostWindow));
    settings.region = config.getString("gate.region", "cn-shanghai");
    settings.defaults = defaults(config);
    return settings;
}

Settings read_settings(const std::string& path, Login login) try {
    Poco::AutoPtr<Poco::Util::LayeredConfiguration> config{new Poco::Util::LayeredConfiguration};
    config->add(new Poco::Util::PropertyFileConfiguration{path}, 0, false);
    config->add(new Poco::Util::SystemConfiguration, 1, false);
    return read_settings(*config, login);
} catch (const Poco::Exception& e) {
    throw std::runtime_error{"cannot read the configuration file " + path + ": " + e.displayText()};
}

} // namespace joingate
