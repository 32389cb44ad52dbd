#include "tenancy/policy/values.h"

#include "tenancy/policy/pattern.h"

#include <Poco/Ascii.h>
#include <Poco/DateTime.h>

#include <arpa/inet.h>

#include <algorithm>
#include <charconv>
#include <cstddef>
#include <tuple>

namespace joingate::policy {
namespace {

constexpr std::size_t kMostDigits = 18;
constexpr std::size_t kMostDecimals = 9;
constexpr int kLastSecond = 59; // Poco's calendar knows leap seconds
constexpr int kSecondsPerMinute = 60;
constexpr int kMinutesPerHour = 60;
constexpr int kFarthestOffset = 14 * kMinutesPerHour;
constexpr unsigned kV4Bits = 32;
constexpr unsigned kV6Bits = 128;
constexpr unsigned kMappedBits = kV6Bits - kV4Bits;
constexpr unsigned kBitsPerByte = 8;

/// The first bytes of the mapped addresses, ::ffff:0:0/96.
constexpr std::array<std::uint8_t, kMappedBits / kBitsPerByte> kMapped{0, 0, 0, 0, 0,    0,
                                                                       0, 0, 0, 0, 0xFF, 0xFF};

/// Reads a text from its beginning.
class Cursor {
public:
    explicit Cursor(std::string_view text) : rest_{text} {}

    bool at_end() const noexcept { return rest_.empty(); }

    bool take(char c) noexcept {
        if (rest_.empty() || rest_.front() != c) return false;
        rest_.remove_prefix(1);
        return true;
    }

    /// All digits that stand here.
    std::string_view digits() noexcept {
        const auto* const end = std::find_if_not(rest_.begin(), rest_.end(), Poco::Ascii::isDigit);
        const auto found = rest_.substr(0, static_cast<std::size_t>(end - rest_.begin()));
        rest_.remove_prefix(found.size());
        return found;
    }

    /// Exactly `count` digits.
    std::optional<int> field(std::size_t count) noexcept {
        const auto found = digits();
        if (found.size() != count) return std::nullopt;
        int value = 0;
        std::from_chars(found.data(), found.data() + found.size(), value);
        return value;
    }

    /// `.` and one to nine digits, or nothing; none for anything else.
    std::optional<std::int32_t> billionths() noexcept {
        if (!take('.')) return 0;
        const auto found = digits();
        if (found.empty() || found.size() > kMostDecimals) return std::nullopt;
        std::int32_t value = 0;
        std::from_chars(found.data(), found.data() + found.size(), value);
        for (auto decimals = found.size(); decimals < kMostDecimals; ++decimals)
            value *= 10;
        return value;
    }

private:
    std::string_view rest_;
};

/// `YYYY-MM-DDThh:mm:ss` as seconds since 1970. Poco's own parser takes `garbage`, so only its
/// calendar is used.
std::optional<std::int64_t> parse_seconds(Cursor& cursor) noexcept {
    const auto year = cursor.field(4);
    const bool dash = cursor.take('-');
    const auto month = cursor.field(2);
    const bool second_dash = cursor.take('-');
    const auto day = cursor.field(2);
    const bool time_follows = cursor.take('T');
    const auto hour = cursor.field(2);
    const bool colon = cursor.take(':');
    const auto minute = cursor.field(2);
    const bool second_colon = cursor.take(':');
    const auto second = cursor.field(2);
    if (!year || !dash || !month || !second_dash || !day || !time_follows || !hour || !colon ||
        !minute || !second_colon || !second)
        return std::nullopt;
    if (*second > kLastSecond ||
        !Poco::DateTime::isValid(*year, *month, *day, *hour, *minute, *second))
        return std::nullopt;
    return Poco::DateTime{*year, *month, *day, *hour, *minute, *second}.timestamp().epochTime();
}

/// `Z`, `+hh:mm` or `-hh:mm` in seconds.
std::optional<std::int64_t> parse_offset(Cursor& cursor) noexcept {
    if (cursor.take('Z')) return 0;
    const bool west = cursor.take('-');
    if (!west && !cursor.take('+')) return std::nullopt;
    const auto hours = cursor.field(2);
    const bool colon = cursor.take(':');
    const auto minutes = cursor.field(2);
    if (!hours || !colon || !minutes || *minutes >= kMinutesPerHour) return std::nullopt;
    const int offset = *hours * kMinutesPerHour + *minutes;
    if (offset > kFarthestOffset) return std::nullopt;
    return (west ? -offset : offset) * kSecondsPerMinute;
}

bool is_mapped(const Network& network) noexcept {
    return network.is_v6 && std::equal(kMapped.begin(), kMapped.end(), network.address.begin());
}

void drop_host_bits(Network& network) noexcept {
    for (std::size_t i = 0; i < network.address.size(); ++i) {
        const auto kept =
            std::clamp<int>(static_cast<int>(network.prefix_bits) - static_cast<int>(i * 8), 0, 8);
        network.address[i] &= static_cast<std::uint8_t>(0xFF00U >> static_cast<unsigned>(kept));
    }
}

/// Without the mapping, so that a prefix length can be read in the family it was written for.
std::optional<Network> parse_bare_address(std::string_view text) noexcept {
    // inet_pton is the strict one of its family: no leading zeros, no short forms, no zone ids.
    std::array<char, INET6_ADDRSTRLEN> terminated{};
    if (text.size() >= terminated.size() || text.find('\0') != std::string_view::npos)
        return std::nullopt;
    std::copy(text.begin(), text.end(), terminated.begin());

    Network host;
    host.is_v6 = text.find(':') != std::string_view::npos;
    host.prefix_bits = host.is_v6 ? kV6Bits : kV4Bits;
    if (inet_pton(host.is_v6 ? AF_INET6 : AF_INET, terminated.data(), host.address.data()) != 1)
        return std::nullopt;
    return host;
}

std::optional<unsigned> parse_prefix(std::string_view text) noexcept {
    unsigned bits = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), bits);
    if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
    if (text.size() > 1 && text.front() == '0') return std::nullopt;
    return bits;
}

/// None for a range that is wider than the mapped addresses: it would be neither family.
std::optional<Network> unmapped(Network network) noexcept {
    if (!is_mapped(network)) return network;
    if (network.prefix_bits < kMappedBits) return std::nullopt;
    std::copy(network.address.end() - kV4Bits / kBitsPerByte, network.address.end(),
              network.address.begin());
    std::fill(network.address.begin() + kV4Bits / kBitsPerByte, network.address.end(),
              std::uint8_t{0});
    network.is_v6 = false;
    network.prefix_bits -= kMappedBits;
    return network;
}

} // namespace

bool operator==(const Decimal& one, const Decimal& other) noexcept {
    return one.whole == other.whole && one.billionths == other.billionths;
}

bool operator<(const Decimal& one, const Decimal& other) noexcept {
    return std::tie(one.whole, one.billionths) < std::tie(other.whole, other.billionths);
}

bool Network::contains(const Network& host) const noexcept {
    if (is_v6 != host.is_v6 || host.prefix_bits < prefix_bits) return false;
    Network range = host;
    range.prefix_bits = prefix_bits;
    drop_host_bits(range);
    return range.address == address;
}

std::optional<Decimal> parse_number(std::string_view text) noexcept {
    Cursor cursor{text};
    const bool negative = cursor.take('-');
    if (!negative) cursor.take('+');
    const auto digits = cursor.digits();
    const auto billionths = cursor.billionths();
    if (digits.empty() || digits.size() > kMostDigits || !billionths || !cursor.at_end())
        return std::nullopt;

    Decimal number{0, *billionths};
    std::from_chars(digits.data(), digits.data() + digits.size(), number.whole);
    return negative ? Decimal{-number.whole, -number.billionths} : number;
}

std::optional<Decimal> parse_instant(std::string_view text) noexcept {
    Cursor cursor{text};
    const auto seconds = parse_seconds(cursor);
    if (!seconds) return std::nullopt;
    const auto billionths = cursor.billionths();
    const auto offset = parse_offset(cursor);
    if (!billionths || !offset || !cursor.at_end()) return std::nullopt;
    return Decimal{*seconds - *offset, *billionths};
}

std::optional<bool> parse_boolean(std::string_view text) noexcept {
    if (equals(text, "true", LetterCase::Ignored)) return true;
    if (equals(text, "false", LetterCase::Ignored)) return false;
    return std::nullopt;
}

std::optional<Network> parse_address(std::string_view text) noexcept {
    const auto address = parse_bare_address(text);
    return address ? unmapped(*address) : std::nullopt;
}

std::optional<Network> parse_network(std::string_view text) noexcept {
    const auto slash = text.find('/');
    if (slash == std::string_view::npos) return parse_address(text);
    auto network = parse_bare_address(text.substr(0, slash));
    const auto bits = parse_prefix(text.substr(slash + 1));
    if (!network || !bits || *bits > network->prefix_bits) return std::nullopt;
    network->prefix_bits = *bits;
    network = unmapped(*network);
    if (network) drop_host_bits(*network);
    return network;
}

} // namespace joingate::policy
