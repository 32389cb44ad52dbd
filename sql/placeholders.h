#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace joingate::db {

/// A statement as the server wants it: every `:name` outside of quotes is a `?`, and `names` says
/// which one stands where.
struct Placeholders {
    std::string text;
    std::vector<std::string> names;
};

Placeholders parse_placeholders(std::string_view text);

} // namespace joingate::db
