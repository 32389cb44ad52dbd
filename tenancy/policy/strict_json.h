#pragma once

#include <nlohmann/json.hpp>

#include <stdexcept>
#include <string_view>

namespace joingate::policy {

/// Keeps the order of keys.
using Json = nlohmann::ordered_json;

/// Not the JSON that is asked for; the message is short, ASCII but for quoted keys, and says where.
class BadJson : public std::runtime_error {
public:
    using std::runtime_error::runtime_error;
};

struct JsonRules {
    int most_levels;                ///< of nesting
    bool allows_control_characters; ///< escaped, in keys and strings
};

/// Reads one RFC 8259 value in UTF-8: no byte order mark, comment, trailing comma or text behind
/// it, no key twice in an object however it is written, no lone surrogate. Not recursive on its
/// input. Throws BadJson.
Json read_json(std::string_view text, JsonRules rules);

} // namespace joingate::policy
