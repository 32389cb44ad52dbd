#include "tenancy/policy/strict_json.h"

#include "tenancy/policy/element.h"

#include <set>
#include <string>
#include <utility>
#include <vector>

namespace joingate::policy {
namespace {

/// U+0000-001F and U+007F-009F in valid UTF-8.
bool has_control_character(std::string_view text) {
    constexpr unsigned char kFirstPrintable = 0x20;
    constexpr unsigned char kDel = 0x7F;
    constexpr unsigned char kC1Lead = 0xC2;
    constexpr unsigned char kLastC1 = 0x9F;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const auto byte = static_cast<unsigned char>(text[i]);
        if (byte < kFirstPrintable || byte == kDel) return true;
        if (byte == kC1Lead && i + 1 < text.size() &&
            static_cast<unsigned char>(text[i + 1]) <= kLastC1)
            return true;
    }
    return false;
}

/// Sees every key and value as it is read, which the finished document no longer shows.
class Watcher {
public:
    explicit Watcher(JsonRules rules) : rules_{rules} {}

    /// `depth` is the number of containers around the value.
    void see(int depth, Json::parse_event_t event, const Json& value) {
        using Event = Json::parse_event_t;
        switch (event) {
        case Event::object_start: keys_.emplace_back(); [[fallthrough]];
        case Event::array_start:
            if (depth >= rules_.most_levels)
                throw BadJson{"nested deeper than " + std::to_string(rules_.most_levels) +
                              " levels"};
            break;
        case Event::object_end: keys_.pop_back(); break;
        case Event::key: see_key(value.get_ref<const std::string&>()); break;
        case Event::value:
            if (value.is_string()) see_text(value.get_ref<const std::string&>());
            break;
        case Event::array_end: break;
        }
    }

private:
    void see_key(const std::string& key) {
        see_text(key);
        if (!keys_.back().insert(key).second)
            throw BadJson{"the key " + shown(key) + " stands twice in one object"};
    }

    void see_text(const std::string& text) const {
        if (!rules_.allows_control_characters && has_control_character(text))
            throw BadJson{"a string contains a control character"};
    }

    JsonRules rules_;
    std::vector<std::set<std::string>> keys_; ///< of the objects that are open
};

/// "parse error at line 1, column 9: ...", without the library's own tag and without the text it
/// quotes, which has no limit and may be cut within a character.
std::string explain(const std::string& what) {
    const auto tag = what.find("] ");
    auto reason = tag == std::string::npos ? what : what.substr(tag + 2);
    return reason.substr(0, reason.find("; last read"));
}

} // namespace

Json read_json(std::string_view text, JsonRules rules) {
    // The library takes a NUL for the end of the text and skips a byte order mark.
    if (text.find('\0') != std::string_view::npos) throw BadJson{"the text contains a NUL"};
    if (text.substr(0, 3) == "\xEF\xBB\xBF")
        throw BadJson{"the text begins with a byte order mark"};

    Watcher watcher{rules};
    const auto watch = [&](int depth, Json::parse_event_t event, const Json& value) {
        watcher.see(depth, event, value);
        return true;
    };
    try {
        return Json::parse(text.begin(), text.end(), watch);
    } catch (const Json::exception& e) {
        throw BadJson{explain(e.what())};
    }
}

} // namespace joingate::policy
