#pragma once

#include "fcgi/request.h"

#include <chrono>
#include <cstddef>
#include <optional>

namespace joingate {

/// What the meta-variables of RFC 3875, as nginx/joingate.conf or a CGI server sets them, say of a
/// request.
struct CgiVariables {
    Request request; ///< all but the body, with a request id of its own
    std::size_t content_length = 0;
    /// LNW_END=1 is there: the variables came from our own list, to its end.
    bool marked = false;
};

/// None where REQUEST_METHOD is missing or CONTENT_LENGTH is no number. `environment` holds
/// "NAME=value" entries and ends with a null; `now` is compared with JOINGATE_MSEC. The header
/// "host" is SIGNED_HOST, which no request header can set; HTTP_HOST is never used.
std::optional<CgiVariables> read_cgi_variables(const char* const* environment,
                                               std::chrono::system_clock::time_point now);

} // namespace joingate
