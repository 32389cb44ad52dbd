#include "fcgi/worker_settings.h"

#include "tenancy/settings.h"

#include <Poco/Exception.h>
#include <Poco/Logger.h>
#include <Poco/NumberParser.h>
#include <Poco/RegularExpression.h>
#include <Poco/String.h>
#include <Poco/StringTokenizer.h>
#include <Poco/Util/AbstractConfiguration.h>

#include <pwd.h>

#include <array>
#include <charconv>
#include <optional>
#include <stdexcept>

namespace joingate {
namespace {

using Poco::Util::AbstractConfiguration;

[[noreturn]] void refuse(const std::string& key, const std::string& why) {
    throw std::runtime_error{"setting " + key + ": " + why};
}

std::optional<unsigned> number(const std::string& text) {
    unsigned value = 0;
    const auto* end = text.data() + text.size();
    const auto [stop, error] = std::from_chars(text.data(), end, value);
    if (error != std::errc{} || stop != end) return std::nullopt;
    return value;
}

unsigned number(const AbstractConfiguration& config, const std::string& key, unsigned otherwise,
                unsigned least, unsigned most) {
    if (!config.hasProperty(key)) return otherwise;
    const auto value = number(config.getString(key));
    if (!value || *value < least || *value > most)
        refuse(key,
               "must be a number from " + std::to_string(least) + " to " + std::to_string(most));
    return *value;
}

Poco::StringTokenizer listed(const std::string& text) {
    return {text, ",", Poco::StringTokenizer::TOK_TRIM | Poco::StringTokenizer::TOK_IGNORE_EMPTY};
}

uid_t user(const std::string& key, const std::string& name) {
    if (const auto uid = number(name)) return *uid;
    constexpr std::size_t kEnough = 16384;
    std::array<char, kEnough> buffer{};
    passwd entry{};
    passwd* found = nullptr;
    if (::getpwnam_r(name.c_str(), &entry, buffer.data(), buffer.size(), &found) != 0 ||
        found == nullptr)
        refuse(key, "there is no user " + name);
    return entry.pw_uid;
}

std::string log_level(const AbstractConfiguration& config, const std::string& otherwise) {
    const std::string key{"worker.logLevel"};
    auto level = config.getString(key, otherwise);
    try {
        Poco::Logger::parseLevel(level);
    } catch (const Poco::InvalidArgumentException&) {
        refuse(key, "there is no level " + level);
    }
    return level;
}

std::string oui(const AbstractConfiguration& config) {
    const std::string key{"license.oui"};
    const Poco::RegularExpression digits{"[0-9A-Fa-f]{6}"};
    auto text = config.getString(key, "");
    if (!text.empty() && !digits.match(text)) refuse(key, "must be 6 hex digits");
    return text;
}

/// "ID NAME, ID NAME".
std::vector<Region> regions(const AbstractConfiguration& config, std::vector<Region> otherwise) {
    const std::string key{"api.regions"};
    if (!config.hasProperty(key)) return otherwise;
    std::vector<Region> regions;
    for (const auto& text : listed(config.getString(key))) {
        const auto blank = text.find(' ');
        if (blank == std::string::npos) refuse(key, text + " has no name");
        regions.push_back({text.substr(0, blank), Poco::trim(text.substr(blank))});
    }
    return regions;
}

License license(const AbstractConfiguration& config) {
    constexpr unsigned kMostFree = 1'000'000'000;
    License license;
    license.oui = oui(config);
    for (const auto& [name, limit] : published_defaults().quotas) {
        const auto key = "license.free." + name;
        if (!config.hasProperty(key)) continue;
        license.free.erase(name);
        if (!config.getString(key).empty())
            license.free[name] = number(config, key, 0, 0, kMostFree);
    }
    return license;
}

HandlerSettings handler_settings(const AbstractConfiguration& config) {
    constexpr unsigned kMostMisses = 1000;
    constexpr unsigned kDaySeconds = 86400;
    constexpr std::int64_t kMillis = 1000;
    const auto seconds = [&](const std::string& key, std::int64_t otherwise) {
        return kMillis *
               number(config, key, static_cast<unsigned>(otherwise / kMillis), 1, kDaySeconds);
    };
    HandlerSettings settings;
    const auto read = [&](const std::string& prefix, MissLimits& limits) {
        limits.misses = number(config, prefix + ".misses", static_cast<unsigned>(limits.misses), 1,
                               kMostMisses);
        limits.window_millis = seconds(prefix + ".windowSeconds", limits.window_millis);
        limits.block_millis = seconds(prefix + ".blockSeconds", limits.block_millis);
    };
    read("renter", settings.renter);
    read("pin", settings.pin);

    const std::string prefix{"permission.joinEuiPrefix"};
    constexpr std::size_t kDigits = 8;
    const auto text = config.getString(prefix, "");
    if (!text.empty() && (text.size() != kDigits ||
                          !Poco::NumberParser::tryParseHex(text, settings.own_join_eui_prefix)))
        refuse(prefix, "must be 8 hex digits");
    settings.license = license(config);
    settings.regions = regions(config, settings.regions);
    return settings;
}

VolumeLimits volume_limits(const AbstractConfiguration& config) {
    constexpr unsigned kAll = 100;
    VolumeLimits limits;
    limits.folder = config.getString("volume.folder", "");
    limits.alarm_percent = number(config, "volume.alarmPercent", limits.alarm_percent, 0, kAll);
    limits.refuse_percent = number(config, "volume.refusePercent", limits.refuse_percent, 0, kAll);
    return limits;
}

} // namespace

WorkerSettings read_worker_settings(const AbstractConfiguration& config) {
    constexpr unsigned kMostThreads = 256;
    constexpr unsigned kLeastBudget = 500;
    constexpr unsigned kMostBudget = 10000;
    WorkerSettings settings;
    settings.threads = number(config, "worker.threads", settings.threads, 1, kMostThreads);
    settings.log_level = log_level(config, settings.log_level);
    const std::string front_user{"fcgi.frontUser"};
    for (const auto& name : listed(config.getString(front_user, "")))
        settings.front_users.push_back(user(front_user, name));
    const auto millis = [&](const std::string& key, std::chrono::milliseconds& value,
                            unsigned least, unsigned most) {
        value = std::chrono::milliseconds{
            number(config, key, static_cast<unsigned>(value.count()), least, most)};
    };
    millis("request.budgetMillis", settings.service.budget, kLeastBudget, kMostBudget);
    millis("request.mostWaitMillis", settings.service.most_wait, 1, kMostBudget);
    settings.volume = volume_limits(config);
    settings.service.handlers = handler_settings(config);
    return settings;
}

} // namespace joingate
