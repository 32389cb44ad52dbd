#include "tenancy/setting.h"

#include <Poco/Ascii.h>
#include <Poco/Exception.h>
#include <Poco/Logger.h>
#include <Poco/StringTokenizer.h>

#include <algorithm>
#include <charconv>
#include <cstddef>

namespace joingate {
namespace {

using Takes = Setting::Takes;

constexpr std::int64_t kMillion = 1'000'000;
constexpr std::int64_t kThousandMillions = 1000 * kMillion;
constexpr std::int64_t kDaySeconds = 86400;
constexpr std::int64_t kMost16Bits = std::numeric_limits<std::uint16_t>::max();
constexpr std::int64_t kAny = std::numeric_limits<std::int64_t>::max();

constexpr std::int64_t power_of_two(unsigned exponent) {
    return std::int64_t{1} << exponent;
}

bool is_number(const Setting& setting, std::string_view text) {
    const auto value = whole_number(text);
    return value && *value >= setting.least && *value <= setting.most;
}

bool is_power_of_two(std::string_view text) {
    const auto value = whole_number(text);
    return value && *value > 0 && (*value & (*value - 1)) == 0;
}

bool is_hex(const Setting& setting, std::string_view text) {
    return text.size() == static_cast<std::size_t>(setting.most) &&
           std::all_of(text.begin(), text.end(), Poco::Ascii::isHexDigit);
}

bool is_log_level(const std::string& text) try {
    Poco::Logger::parseLevel(text);
    return true;
} catch (const Poco::InvalidArgumentException&) {
    return false;
}

bool are_regions(const std::string& text) {
    const auto regions = listed(text);
    return std::all_of(regions.begin(), regions.end(), [](const std::string& region) {
        return region.find(' ') != std::string::npos;
    });
}

} // namespace

const std::vector<Setting>& all_settings() {
    // gate.windowSeconds: the ledger of writes keeps what it knows for as long (spec "robustness",
    // section 6).
    static const std::vector<Setting> all{
        {"worker.threads", Takes::Number, "8", "request threads of each worker", 1, 256},
        {"worker.logLevel", Takes::LogLevel, "information", "what is logged"},
        {"fcgi.frontUser", Takes::Text, "", "users that may connect, by name or number"},
        {"request.budgetMillis", Takes::Number, "2500", "how long a request may take", 500, 2900},
        {"request.mostWaitMillis", Takes::Number, "500", "how long it may wait for a thread", 1,
         10000},

        {"database.socket", Takes::Text, "/run/mysqld/mysqld.sock", "Unix socket of the server"},
        {"database.host", Takes::Text, "", "host of the server, instead of a socket"},
        {"database.port", Takes::Number, "3306", "its port", 1, kMost16Bits},
        {"database.tlsCa", Takes::Text, "", "file with the authority of its certificate"},
        {"database.user", Takes::Name, "joingated", "login of the workers"},
        {"database.userHost", Takes::Name, "localhost", "host that it is created for"},
        {"database.passwordFile", Takes::Text, "/etc/joingate/worker.password",
         "file with its password"},
        {"admin.user", Takes::Name, "root", "login of joingatectl"},
        {"admin.passwordFile", Takes::Text, "", "file with its password"},

        {"volume.folder", Takes::Text, "", "a folder on the volume of the database"},
        {"volume.alarmPercent", Takes::Number, "20", "free space below which the log has an alarm",
         0, 100},
        {"volume.refusePercent", Takes::Number, "5", "free space below which nothing is created", 0,
         100},

        {"secrets.masterKeyFile", Takes::Name, "/etc/joingate/master.key",
         "keys that encrypt secrets"},

        {"gate.memory", Takes::Name, "/run/joingate-gate/memory", "file that all workers map"},
        {"gate.nonceCapacity", Takes::PowerOfTwo, "8388608", "nonces kept at once", power_of_two(7),
         power_of_two(40)},
        {"gate.rateCapacity", Takes::PowerOfTwo, "131072", "pairs of account and action counted",
         power_of_two(4), power_of_two(28)},
        {"gate.region", Takes::Name, "cn-shanghai", "region in the resource names of policies"},
        {"gate.windowSeconds", Takes::Number, "900", "how far a stamp may be from the clock", 1,
         900},

        {"renter.misses", Takes::Number, "5", "look-ups of unknown renters until a block", 1, 1000},
        {"renter.windowSeconds", Takes::Number, "600", "within this time", 1, kDaySeconds},
        {"renter.blockSeconds", Takes::Number, "600", "how long the block lasts", 1, kDaySeconds},
        {"pin.misses", Takes::Number, "5", "wrong PINs until a block", 1, 1000},
        {"pin.windowSeconds", Takes::Number, "600", "within this time", 1, kDaySeconds},
        {"pin.blockSeconds", Takes::Number, "600", "how long the block lasts", 1, kDaySeconds},
        {"permission.joinEuiPrefix", Takes::HexDigits, "d896e0ee",
         "first half of the JoinEUIs that the server assigns", 0, 8},
        {"api.regions", Takes::Regions, "cn-shanghai China (Shanghai)",
         "what DescribeRegions lists"},

        {"license.oui", Takes::MayBeHex, "", "organisation code in DevEUIs", 0, 6},
        {"license.free.LOCAL_JOIN_PERMISSION", Takes::Allowance, "", "free of charge; none: all", 0,
         kThousandMillions},
        {"license.free.ROAMING_JOIN_PERMISSION", Takes::Allowance, "", "free of charge; none: all",
         0, kThousandMillions},
        {"license.free.NODE", Takes::Allowance, "", "free of charge; none: all", 0,
         kThousandMillions},
        {"license.free.GATEWAY", Takes::Allowance, "3", "free of charge; none: all", 0,
         kThousandMillions},

        {"quota.LOCAL_JOIN_PERMISSION", Takes::Number, "1000", "local join permissions", 0, kAny},
        {"quota.ROAMING_JOIN_PERMISSION", Takes::Number, "1", "roaming join permissions", 0, kAny},
        {"quota.NODE", Takes::Number, "100000", "nodes", 0, kAny},
        {"quota.GATEWAY", Takes::Number, "1000", "gateways", 0, kAny},
        {"rate.callsPerSecond", Takes::Number, "5", "calls of each action in a second", 1,
         kMost16Bits},
    };
    return all;
}

const Setting* find_setting(std::string_view name) {
    const auto& all = all_settings();
    const auto found = std::find_if(all.begin(), all.end(),
                                    [&](const Setting& setting) { return setting.name == name; });
    return found == all.end() ? nullptr : &*found;
}

std::string what_it_takes(const Setting& setting) {
    const auto range =
        " from " + std::to_string(setting.least) + " to " + std::to_string(setting.most);
    switch (setting.takes) {
    case Takes::Text: break;
    case Takes::Name: return "something; it cannot be empty";
    case Takes::Number: return "a number" + range;
    case Takes::Allowance: return "a number" + range + ", or nothing";
    case Takes::PowerOfTwo: return "a power of two" + range;
    case Takes::HexDigits: return std::to_string(setting.most) + " hex digits";
    case Takes::MayBeHex: return std::to_string(setting.most) + " hex digits, or nothing";
    case Takes::LogLevel:
        return "one of fatal, critical, error, warning, notice, information, debug, trace and none";
    case Takes::Regions: return "ids and names like \"cn-shanghai China (Shanghai)\", with commas";
    }
    return "any text";
}

bool takes(const Setting& setting, const std::string& value) {
    switch (setting.takes) {
    case Takes::Text: break;
    case Takes::Name: return !value.empty();
    case Takes::Number: return is_number(setting, value);
    case Takes::Allowance: return value.empty() || is_number(setting, value);
    case Takes::PowerOfTwo: return is_number(setting, value) && is_power_of_two(value);
    case Takes::HexDigits: return is_hex(setting, value);
    case Takes::MayBeHex: return value.empty() || is_hex(setting, value);
    case Takes::LogLevel: return is_log_level(value);
    case Takes::Regions: return are_regions(value);
    }
    return true;
}

std::optional<std::int64_t> whole_number(std::string_view text) {
    std::int64_t value = 0;
    const auto* const end = text.data() + text.size();
    const auto [stop, error] = std::from_chars(text.data(), end, value);
    if (error != std::errc{} || stop != end) return {};
    return value;
}

std::vector<std::string> listed(const std::string& text) {
    const Poco::StringTokenizer items{
        text, ",", Poco::StringTokenizer::TOK_TRIM | Poco::StringTokenizer::TOK_IGNORE_EMPTY};
    return {items.begin(), items.end()};
}

} // namespace joingate
