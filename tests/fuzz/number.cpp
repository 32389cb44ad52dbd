#include "handlers/inputs.h"
#include "tenancy/policy/values.h"
#include "tenancy/signature.h"

#include "tests/fuzz/target.h"

#include <Poco/RegularExpression.h>

#include <cerrno>
#include <cstdlib>
#include <limits>
#include <optional>

namespace joingate::fuzz {
namespace {

__extension__ using Wide = __int128;

constexpr std::size_t kMostDigits = 30;
constexpr Wide kBillion = 1'000'000'000;

bool all_digits(std::string_view text) {
    return !text.empty() && text.find_first_not_of("0123456789") == std::string_view::npos;
}

/// Of digits only; where they are too many, as much as is certainly beyond any limit.
Wide wide(std::string_view digits) {
    while (digits.size() > 1 && digits.front() == '0')
        digits.remove_prefix(1);
    Wide value = 0;
    for (const char digit : digits.substr(0, kMostDigits))
        value = value * 10 + (digit - '0');
    return value;
}

std::optional<Wide> whole(std::string_view text) {
    const bool is_negative = !text.empty() && text.front() == '-';
    const auto digits = text.substr(is_negative ? 1 : 0);
    if (!all_digits(digits)) return std::nullopt;
    return is_negative ? -wide(digits) : wide(digits);
}

bool is_id(std::string_view text) {
    return all_digits(text) && text.front() != '0' &&
           wide(text) <= std::numeric_limits<std::int64_t>::max();
}

/// None where the call is refused for this value.
std::optional<Inputs> inputs(const std::vector<Field>& fields, const Params& params) {
    try {
        Inputs read{fields, params, Version::V2019};
        read.check_ids();
        return read;
    } catch (const Error&) {
        return std::nullopt;
    }
}

void check_number(const std::vector<Field>& fields, const Params& params, std::string_view text,
                  Wide least, Wide most) {
    const auto value = whole(text);
    const auto read = inputs(fields, params);
    must(read.has_value() == (value && *value >= least && *value <= most),
         "a whole number in its range is taken, and nothing else");
    if (read) must(read->number("n") == *value, "a number keeps its value");
}

void check_decimal(const Params& params, std::string_view input) {
    static const std::vector<Field> field{decimal("n").between(-180, 180)};
    static const Poco::RegularExpression form{
        R"(\A-?([0-9]+(\.[0-9]*)?|\.[0-9]+)([eE][-+]?[0-9]+)?\z)"};
    const std::string text{input};
    const auto read = inputs(field, params);
    errno = 0;
    const double value = std::strtod(text.c_str(), nullptr);
    // At the edge of what a double can be, libraries differ.
    const bool is_edge = errno == ERANGE;
    const bool is_good = form.match(text) && value >= -180 && value <= 180;
    if (!is_edge)
        must(read.has_value() == is_good, "a number in its range is taken, and nothing else");
    if (!read) return;
    const std::string written{read->text("n")};
    must(written.find_first_not_of("-.0123456789") == std::string::npos,
         "a number is passed on without an exponent");
    if (!is_edge)
        must(std::strtod(written.c_str(), nullptr) == value, "a number comes back as it was meant");
}

std::optional<Wide> billionths(std::string_view text) {
    const bool has_sign = !text.empty() && (text.front() == '-' || text.front() == '+');
    const auto sign = has_sign && text.front() == '-' ? -1 : 1;
    if (has_sign) text.remove_prefix(1);
    const auto dot = std::min(text.find('.'), text.size());
    const auto integer = text.substr(0, dot);
    std::string fraction{"0"};
    if (dot < text.size()) fraction = text.substr(dot + 1);
    if (!all_digits(integer) || integer.size() > 18 || !all_digits(fraction) || fraction.size() > 9)
        return std::nullopt;
    fraction.resize(9, '0');
    return sign * (wide(integer) * kBillion + wide(fraction));
}

void check_policy_number(std::string_view text) {
    const auto number = policy::parse_number(text);
    const auto expected = billionths(text);
    must(number.has_value() == expected.has_value(),
         "a number of a policy has 18 digits and 9 decimals at most");
    if (number)
        must(number->whole * kBillion + number->billionths == *expected,
             "a number of a policy keeps its value");
}

} // namespace

void check(std::string_view text) {
    check_policy_number(text);
    if (text.empty()) return; // an empty value counts as absent
    static const std::vector<Field> any{number("n").required()};
    static const std::vector<Field> ranged{number("n").between(1, 1000)};
    static const std::vector<Field> id_field{id("n")};
    const auto params = Params::parse("n=" + signature::percent_encode(text), {}).params;
    check_number(any, params, text, std::numeric_limits<std::int64_t>::min(),
                 std::numeric_limits<std::int64_t>::max());
    check_number(ranged, params, text, 1, 1000);
    must(inputs(id_field, params).has_value() == is_id(text),
         "an id is written as the server writes it");
    check_decimal(params, text);
}

} // namespace joingate::fuzz
