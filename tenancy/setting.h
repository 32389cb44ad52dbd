#pragma once

#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace joingate {

/// A setting of joingated.properties.
struct Setting {
    enum class Takes {
        Text,       ///< anything, also nothing
        Name,       ///< anything but nothing
        Number,     ///< least..most
        Allowance,  ///< least..most, or nothing
        PowerOfTwo, ///< least..most
        HexDigits,  ///< `most` of them
        MayBeHex,   ///< `most` hex digits, or nothing
        LogLevel,
        Regions, ///< "ID NAME, ID NAME"
    };

    std::string_view name;
    Takes takes = Takes::Text;
    /// As it would stand in the file; empty for none.
    std::string_view otherwise;
    std::string_view means;
    std::int64_t least = 0;
    std::int64_t most = std::numeric_limits<std::int64_t>::max();
};

/// Every setting that there is, in the order of the file: the one home of names, defaults and
/// limits. What is not here is refused.
const std::vector<Setting>& all_settings();

/// Null for a name that no setting has. Letter case counts.
const Setting* find_setting(std::string_view name);

/// What the setting takes, like "a number from 1 to 256".
std::string what_it_takes(const Setting& setting);

/// Whether the setting takes this value.
bool takes(const Setting& setting, const std::string& value);

/// The whole text as a decimal number; none for anything else, also for "1,000", "+5" and " 5",
/// which Poco's own parser takes (spec "robustness", section 3).
std::optional<std::int64_t> whole_number(std::string_view text);

/// The items of a list that commas separate, without the blanks around them.
std::vector<std::string> listed(const std::string& text);

} // namespace joingate
