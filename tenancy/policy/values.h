#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>

namespace joingate::policy {

/// An exact number with nine decimals, or an instant in seconds since 1970; both parts of a number
/// carry its sign.
struct Decimal {
    std::int64_t whole = 0;
    std::int32_t billionths = 0;
};
bool operator==(const Decimal& one, const Decimal& other) noexcept;
bool operator<(const Decimal& one, const Decimal& other) noexcept;

/// An IPv4 or IPv6 range with its host bits dropped; one host is a range too. An IPv4-mapped IPv6
/// address is its IPv4 address.
struct Network {
    bool is_v6 = false;
    std::array<std::uint8_t, 16> address{}; ///< network order; IPv4 uses the first four
    unsigned prefix_bits = 0;

    bool contains(const Network& host) const noexcept;
};

// The value forms of spec "policy", section 3.1; none where the text is anything else.
std::optional<Decimal> parse_number(std::string_view text) noexcept;
std::optional<Decimal> parse_instant(std::string_view text) noexcept;
std::optional<bool> parse_boolean(std::string_view text) noexcept;
/// One address, as a request carries it.
std::optional<Network> parse_address(std::string_view text) noexcept;
/// An address or a range, as a policy writes it.
std::optional<Network> parse_network(std::string_view text) noexcept;

} // namespace joingate::policy
