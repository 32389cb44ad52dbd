#pragma once

#include <fcgiapp.h>

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace joingate {

/// One accepted connection in the library's hands, for exactly one request. Owns the descriptor
/// from the constructor on and closes it once, whatever happens. A RecordGuard of the descriptor
/// must live longer. Not thread-safe.
class FcgiConnection {
public:
    explicit FcgiConnection(int fd);
    ~FcgiConnection();
    FcgiConnection(const FcgiConnection&) = delete;
    FcgiConnection& operator=(const FcgiConnection&) = delete;

    /// Receives the parameters; false where they were not a request (the connection is closed
    /// then).
    bool accept();

    /// "NAME=value" entries, ended by a null. After accept(), until finish().
    const char* const* environment() const { return request_.envp; }

    /// The body to its end; none where it has not exactly this length.
    std::optional<std::string> read_body(std::size_t length);

    /// Sends the reply and closes.
    void finish(std::string_view http_text);

private:
    FCGX_Request request_{};
};

} // namespace joingate
