#pragma once

#include <fastcgi.h>

#include <string>
#include <string_view>
#include <utility>
#include <vector>

/// The protocol as a front speaks it, written independently of what is tested.
namespace fastcgi_bytes {

using Pairs = std::vector<std::pair<std::string, std::string>>;

inline std::string record(int type, int id, std::string_view content, unsigned padding = 0) {
    std::string out;
    const auto put = [&out](std::size_t value) { out += static_cast<char>(value & 0xFFU); };
    put(FCGI_VERSION_1);
    put(static_cast<std::size_t>(type));
    put(static_cast<std::size_t>(id) >> 8U);
    put(static_cast<std::size_t>(id));
    put(content.size() >> 8U);
    put(content.size());
    put(padding);
    put(0);
    out += content;
    out.append(padding, '\0');
    return out;
}

inline std::string length(std::size_t value) {
    if (value < 128) return {static_cast<char>(value)};
    std::string out;
    for (const unsigned shift : {24U, 16U, 8U, 0U})
        out += static_cast<char>((value >> shift) & 0xFFU);
    out[0] = static_cast<char>(out[0] | '\x80');
    return out;
}

inline std::string pair(std::string_view name, std::string_view value) {
    return length(name.size()) + length(value.size()) + std::string{name} + std::string{value};
}

inline std::string pairs(const Pairs& all) {
    std::string out;
    for (const auto& [name, value] : all)
        out += pair(name, value);
    return out;
}

inline std::string begin(int id = 1, int role = FCGI_RESPONDER, int flags = 0) {
    std::string body(8, '\0');
    body[1] = static_cast<char>(role);
    body[2] = static_cast<char>(flags);
    return record(FCGI_BEGIN_REQUEST, id, body);
}

/// Any length of content, cut into records of at most `most` bytes, and the empty one.
inline std::string stream(int type, std::string_view content, std::size_t most = 65535,
                          unsigned padding = 0) {
    std::string out;
    while (!content.empty()) {
        const auto part = content.substr(0, most);
        out += record(type, 1, part, padding);
        content.remove_prefix(part.size());
    }
    return out + record(type, 1, {});
}

inline std::string request(const Pairs& params, std::string_view body = {}) {
    return begin() + stream(FCGI_PARAMS, pairs(params)) + stream(FCGI_STDIN, body);
}

/// Standard output of a reply, records taken off.
inline std::string output(std::string_view reply) {
    std::string out;
    while (reply.size() >= FCGI_HEADER_LEN) {
        const auto at = [&](std::size_t i) { return static_cast<unsigned char>(reply[i]); };
        const std::size_t content = at(4) * 256U + at(5);
        if (at(1) == FCGI_STDOUT) out += reply.substr(FCGI_HEADER_LEN, content);
        reply.remove_prefix(std::min(reply.size(), FCGI_HEADER_LEN + content + at(6)));
    }
    return out;
}

} // namespace fastcgi_bytes
