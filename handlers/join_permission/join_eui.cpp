#include "handlers/join_permission/join_eui.h"

#include <Poco/NumberFormatter.h>
#include <Poco/String.h>

namespace joingate {

std::string own_join_eui(std::uint32_t prefix, std::int64_t permission) {
    constexpr unsigned kHalf = 32;
    constexpr int kDigits = 16;
    const auto high = static_cast<Poco::UInt64>(prefix) << kHalf;
    const auto low = static_cast<Poco::UInt64>(static_cast<std::uint32_t>(permission));
    return Poco::toLower(Poco::NumberFormatter::formatHex(high | low, kDigits));
}

} // namespace joingate
