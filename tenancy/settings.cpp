#include "tenancy/settings.h"

#include "tenancy/configuration.h"
#include "tenancy/secret_file.h"
#include "tenancy/setting.h"

#include <unistd.h>

#include <cstdint>
#include <exception>
#include <string_view>

namespace joingate {
namespace {

constexpr std::string_view kQuota{"quota."};

std::string password(const Configuration& config, std::string_view name, const char* credential) {
    const auto& path = config.text(name);
    // Nobody asked for a default file that is not there; without it the server trusts the socket.
    if (path.empty() || (!config.is_given(name) && !has_secret(path))) return {};
    try {
        const auto text = read_secret(path, credential);
        return text.substr(0, text.find_first_of("\r\n"));
    } catch (const std::exception& e) {
        config.refuse(name, e.what());
    }
}

db::Settings server(const Configuration& config) {
    db::Settings settings;
    settings.socket = config.text("database.socket");
    settings.host = config.text("database.host");
    settings.port = static_cast<unsigned>(config.number("database.port"));
    settings.tls_ca = config.text("database.tlsCa");
    if (!settings.tls_ca.empty() && ::access(settings.tls_ca.c_str(), R_OK) != 0)
        config.refuse("database.tlsCa", settings.tls_ca + " cannot be read");
    return settings;
}

bool is_quota(const Setting& setting) {
    return setting.name.substr(0, kQuota.size()) == kQuota;
}

std::string quota_name(const Setting& setting) {
    return std::string{setting.name.substr(kQuota.size())};
}

Defaults defaults(const Configuration& config) {
    Defaults values;
    for (const auto& setting : all_settings())
        if (is_quota(setting)) values.quotas[quota_name(setting)] = config.number(setting.name);
    values.calls_per_second = static_cast<unsigned>(config.number("rate.callsPerSecond"));
    return values;
}

} // namespace

Defaults published_defaults() {
    return defaults(Configuration{{}, {}});
}

Settings read_settings(const Configuration& config, Login login) {
    config.require_good();
    Settings settings;
    settings.database = server(config);
    settings.admin = settings.database;
    settings.admin.duty = db::ServerDuty::Administer;
    settings.database.user = config.text("database.user");
    settings.worker_host = config.text("database.userHost");
    settings.admin.user = config.text("admin.user");
    settings.password_file = config.text("database.passwordFile");
    settings.admin_password_file = config.text("admin.passwordFile");
    if (login == Login::Worker)
        settings.database.password = password(config, "database.passwordFile", kPasswordCredential);
    else if (login == Login::Admin)
        settings.admin.password = password(config, "admin.passwordFile", kAdminPasswordCredential);

    settings.master_key_file = config.text("secrets.masterKeyFile");
    settings.memory_path = config.text("gate.memory");
    const auto size = [&](std::string_view name) {
        return static_cast<std::size_t>(config.number(name));
    };
    settings.memory_layout.nonce_capacity = size("gate.nonceCapacity");
    settings.memory_layout.rate_capacity = size("gate.rateCapacity");
    settings.memory_layout.window_seconds =
        static_cast<std::uint32_t>(config.number("gate.windowSeconds"));
    settings.region = config.text("gate.region");
    settings.defaults = defaults(config);
    return settings;
}

Settings read_settings(const std::string& path, Login login) {
    return read_settings(Configuration::from_file(path), login);
}

} // namespace joingate
