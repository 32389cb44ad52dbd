#include "sql/placeholders.h"

#include <algorithm>

namespace joingate::db {
namespace {

bool begins_name(char c) {
    return (c >= 'a' && c <= 'z') || c == '_';
}
bool continues_name(char c) {
    return begins_name(c) || (c >= '0' && c <= '9');
}

// Behind the closing quote. A doubled quote reads as two quoted pieces side by side, which is as
// good here.
std::size_t end_of_quoted(std::string_view text, std::size_t open) {
    for (auto at = open + 1; at < text.size(); ++at) {
        if (text[at] == '\\' && text[open] != '`')
            ++at;
        else if (text[at] == text[open])
            return at + 1;
    }
    return text.size();
}

} // namespace

Placeholders parse_placeholders(std::string_view text) {
    Placeholders parsed;
    parsed.text.reserve(text.size());
    for (std::size_t at = 0; at < text.size();) {
        const char c = text[at];
        if (c == '\'' || c == '"' || c == '`') {
            const auto end = end_of_quoted(text, at);
            parsed.text.append(text.substr(at, end - at));
            at = end;
        } else if (c == ':' && at + 1 < text.size() && begins_name(text[at + 1])) {
            const auto* const first = text.begin() + at + 1;
            const auto* const last = std::find_if_not(first, text.end(), continues_name);
            parsed.names.emplace_back(first, last);
            parsed.text.push_back('?');
            at += 1 + parsed.names.back().size();
        } else {
            parsed.text.push_back(c);
            ++at;
        }
    }
    return parsed;
}

} // namespace joingate::db
