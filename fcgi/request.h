#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace joingate {

/// One request as the front handed it over, before anything was believed. From FastCGI or from a
/// CGI environment.
struct Request {
    std::string method;       ///< as sent, upper case
    std::string query;        ///< raw, never decoded
    std::string content_type; ///< may be empty
    std::string body;
    /// Request headers, names in lower case with dashes ("x-acs-action"). "host" is the one the
    /// client sent, port included (SIGNED_HOST), as signature V3 needs it.
    std::vector<std::pair<std::string, std::string>> headers;
    std::string peer_address;         ///< REMOTE_ADDR
    bool tls = false;                 ///< HTTPS=on
    std::string request_id;           ///< made by us: upper-case UUID
    std::chrono::milliseconds age{0}; ///< since nginx got it, 0..5000

    /// None where it is absent. `name` in lower case.
    std::optional<std::string_view> header(std::string_view name) const;
};

/// An upper-case random UUID, as every reply carries one.
std::string make_request_id();

} // namespace joingate
