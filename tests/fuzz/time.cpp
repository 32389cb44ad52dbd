#include "tenancy/policy/values.h"
#include "tenancy/signature.h"

#include "tests/fuzz/target.h"

#include <Poco/DateTime.h>
#include <Poco/RegularExpression.h>

#include <array>
#include <cstring>
#include <ctime>
#include <optional>
#include <string>
#include <vector>

namespace joingate::fuzz {
namespace {

constexpr std::int64_t kLastSecond = 253402300799; // of the year 9999

std::string written(std::int64_t seconds) {
    const std::time_t time = seconds;
    std::tm fields{};
    ::gmtime_r(&time, &fields);
    std::array<char, 64> text{};
    // Not %F: it does not fill the year up.
    std::snprintf(text.data(), text.size(), "%04d", fields.tm_year + 1900);
    std::strftime(text.data() + 4, text.size() - 4, "-%m-%dT%H:%M:%SZ", &fields);
    return text.data();
}

/// The groups of the expression; none where not all of the text fits it.
std::vector<std::string> groups(const Poco::RegularExpression& form, std::string_view text) {
    std::vector<std::string> found;
    form.split(std::string{text}, found);
    return found;
}

bool is_time(std::string_view text) {
    static const Poco::RegularExpression form{R"(\A(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)Z\z)"};
    const auto part = groups(form, text);
    if (part.empty()) return false;
    const auto number = [&](std::size_t i) { return std::stoi(part[i]); };
    return number(6) < 60 && Poco::DateTime::isValid(number(1), number(2), number(3), number(4),
                                                     number(5), number(6));
}

/// "2026-01-01T08:00:00.5+08:00" without its fraction, and how far it is from Greenwich.
struct Instant {
    std::string text;
    std::int64_t offset = 0;
    std::int32_t billionths = 0;
};

std::optional<Instant> instant(std::string_view text) {
    static const Poco::RegularExpression form{
        R"(\A(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(?:\.(\d{1,9})|())(?:Z|([-+])(\d\d):(\d\d))\z)"};
    const auto part = groups(form, text);
    if (part.empty()) return std::nullopt;
    Instant found;
    found.text = part[1] + 'Z';
    if (!part[2].empty()) found.billionths = std::stoi((part[2] + "00000000").substr(0, 9));
    if (part.size() > 4) {
        const auto minutes = std::stoi(part[6]);
        const auto offset = std::stoi(part[5]) * 60 + minutes;
        if (minutes > 59 || offset > 14 * 60) return std::nullopt;
        found.offset = (part[4] == "-" ? -60 : 60) * offset;
    }
    if (!is_time(found.text)) return std::nullopt;
    return found;
}

/// Any moment of ten thousand years is read as what it is.
void check_written(std::string_view input) {
    std::uint64_t bits = 0;
    if (input.size() < sizeof bits) return;
    std::memcpy(&bits, input.data(), sizeof bits);
    const auto seconds = static_cast<std::int64_t>(bits % static_cast<std::uint64_t>(kLastSecond));
    const auto text = written(seconds);
    must(signature::parse_time(text) == seconds, "a time that was written is read");
    must(policy::parse_instant(text) == policy::Decimal{seconds, 0},
         "policies read the time that was written");
}

} // namespace

void check(std::string_view text) {
    check_written(text);
    const auto seconds = signature::parse_time(text);
    must(seconds.has_value() == is_time(text), "exactly YYYY-MM-DDThh:mm:ssZ is taken");
    if (seconds) must(written(*seconds) == text, "a time is read as what it says");

    const auto read = policy::parse_instant(text);
    const auto expected = instant(text);
    must(read.has_value() == expected.has_value(), "exactly the times of a policy are taken");
    if (read) {
        must(written(read->whole + expected->offset) == expected->text,
             "a time of a policy is read as what it says");
        must(read->billionths == expected->billionths, "a time of a policy keeps its fraction");
    }
}

} // namespace joingate::fuzz
