#include "fcgi/fcgi_connection.h"

#include <climits>

namespace joingate {

FcgiConnection::FcgiConnection(int fd) {
    constexpr int kNoListener = -1; // the library never accepts by itself
    FCGX_InitRequest(&request_, kNoListener, 0);
    request_.ipcFd = fd;
    // FCGX_Accept_r first finishes the "previous request"; it leaves the connection open only so.
    request_.keepConnection = 1;
    // Closing then does not wait for the peer's own close. What this wait guards against, a reset
    // that overtakes the reply, needs unread bytes, and a request is read to its last record
    // before it is answered.
    FCGX_Detach(&request_);
}

FcgiConnection::~FcgiConnection() {
    // Without a reply: nginx answers for us. Closes nothing a second time: the descriptor is -1
    // once the library closed it.
    constexpr int kClose = 1;
    FCGX_Free(&request_, kClose);
}

bool FcgiConnection::accept() {
    if (FCGX_Accept_r(&request_) != 0) return false;
    request_.keepConnection = 0; // whatever the peer asked for
    return FCGX_GetError(request_.in) == 0;
}

std::optional<std::string> FcgiConnection::read_body(std::size_t length) {
    std::string body(length, '\0');
    std::size_t got = 0;
    while (got < length) {
        const auto count =
            FCGX_GetStr(body.data() + got, static_cast<int>(length - got), request_.in);
        if (count <= 0) return std::nullopt;
        got += static_cast<std::size_t>(count);
    }
    if (FCGX_GetChar(request_.in) != EOF || FCGX_GetError(request_.in) != 0) return std::nullopt;
    return body;
}

void FcgiConnection::finish(std::string_view http_text) {
    while (!http_text.empty()) {
        const auto part = http_text.substr(0, INT_MAX);
        if (FCGX_PutStr(part.data(), static_cast<int>(part.size()), request_.out) < 0) break;
        http_text.remove_prefix(part.size());
    }
    FCGX_Finish_r(&request_);
}

} // namespace joingate
