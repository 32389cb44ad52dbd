#include "fcgi/worker_settings.h"

#include "tenancy/configuration.h"
#include "tenancy/setting.h"

#include <Poco/NumberParser.h>
#include <Poco/String.h>

#include <pwd.h>

#include <array>
#include <cstddef>
#include <limits>
#include <string_view>

namespace joingate {
namespace {

constexpr std::string_view kFree{"license.free."};

unsigned number(const Configuration& config, std::string_view name) {
    return static_cast<unsigned>(config.number(name));
}

uid_t user(const Configuration& config, std::string_view setting, const std::string& name) {
    if (const auto uid = whole_number(name);
        uid && *uid >= 0 && *uid < std::numeric_limits<uid_t>::max())
        return static_cast<uid_t>(*uid);
    constexpr std::size_t kEnough = 16384;
    std::array<char, kEnough> buffer{};
    passwd entry{};
    passwd* found = nullptr;
    if (::getpwnam_r(name.c_str(), &entry, buffer.data(), buffer.size(), &found) != 0 ||
        found == nullptr)
        config.refuse(setting, "there is no user " + name);
    return entry.pw_uid;
}

/// "ID NAME, ID NAME".
std::vector<Region> regions(const Configuration& config) {
    std::vector<Region> regions;
    for (const auto& text : listed(config.text("api.regions"))) {
        const auto blank = text.find(' ');
        regions.push_back({text.substr(0, blank), Poco::trim(text.substr(blank))});
    }
    return regions;
}

License license(const Configuration& config) {
    License license;
    license.oui = config.text("license.oui");
    license.free.clear();
    for (const auto& setting : all_settings())
        if (setting.name.substr(0, kFree.size()) == kFree && !config.text(setting.name).empty())
            license.free[std::string{setting.name.substr(kFree.size())}] =
                config.number(setting.name);
    return license;
}

MissLimits miss_limits(const Configuration& config, const std::string& family) {
    constexpr std::int64_t kMillis = 1000;
    return {config.number(family + ".misses"), config.number(family + ".windowSeconds") * kMillis,
            config.number(family + ".blockSeconds") * kMillis};
}

HandlerSettings handler_settings(const Configuration& config) {
    HandlerSettings settings;
    settings.renter = miss_limits(config, "renter");
    settings.pin = miss_limits(config, "pin");
    settings.own_join_eui_prefix =
        Poco::NumberParser::parseHex(config.text("permission.joinEuiPrefix"));
    settings.license = license(config);
    settings.regions = regions(config);
    return settings;
}

} // namespace

WorkerSettings read_worker_settings(const Configuration& config) {
    config.require_good();
    WorkerSettings settings;
    settings.threads = number(config, "worker.threads");
    settings.log_level = config.text("worker.logLevel");
    const std::string_view front_user{"fcgi.frontUser"};
    for (const auto& name : listed(config.text(front_user)))
        settings.front_users.push_back(user(config, front_user, name));
    settings.service.budget = std::chrono::milliseconds{config.number("request.budgetMillis")};
    settings.service.most_wait = std::chrono::milliseconds{config.number("request.mostWaitMillis")};
    settings.volume = {config.text("volume.folder"), number(config, "volume.alarmPercent"),
                       number(config, "volume.refusePercent")};
    settings.service.handlers = handler_settings(config);
    return settings;
}

} // namespace joingate
