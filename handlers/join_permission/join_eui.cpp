#include "handlers/join_permission/join_eui.h"

#include <Poco/NumberFormatter.h>
#include <Poco/String.h>

namespace joingate {
namespace {

// Of the platform's own block, beside and never inside the default's d896e0ef.
constexpr std::string_view kOwnPrefix{"d896e0ee"};
constexpr int kOwnDigits = 8;

} // namespace

std::string own_join_eui(std::int64_t permission) {
    const auto low = static_cast<std::uint32_t>(permission);
    std::string digits;
    Poco::NumberFormatter::appendHex(digits, low, kOwnDigits);
    return std::string{kOwnPrefix} + Poco::toLower(digits);
}

} // namespace joingate
