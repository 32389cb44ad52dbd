#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace joingate {

/// A setting as it stands in a file.
struct Property {
    std::string name;
    std::string value;   ///< with `${…}` replaced by what it stands for
    std::string written; ///< as it stands there
    std::size_t line = 0;
    std::string fault; ///< why `${…}` cannot be replaced; empty if it can
};

/// All settings of a text in the format of Poco's PropertyFileConfiguration, in their order; a name
/// can stand there more than once. A byte order mark is skipped.
std::vector<Property> read_properties(std::string_view text);

} // namespace joingate
