#include "fcgi/listener.h"

#include <sys/socket.h>
#include <systemd/sd-daemon.h>
#include <unistd.h>

#include <stdexcept>
#include <string>
#include <system_error>

namespace joingate {

bool is_listening(int fd) {
    int listening = 0;
    socklen_t size = sizeof listening;
    return ::getsockopt(fd, SOL_SOCKET, SO_ACCEPTCONN, &listening, &size) == 0 && listening != 0;
}

std::optional<int> given_listener() {
    const int count = ::sd_listen_fds(1);
    if (count < 0) throw std::system_error{-count, std::generic_category(), "LISTEN_FDS"};
    if (count == 0) return is_listening(STDIN_FILENO) ? std::optional{STDIN_FILENO} : std::nullopt;
    if (count > 1)
        throw std::runtime_error{"systemd gave " + std::to_string(count) +
                                 " sockets; a worker takes one: see ListenStream= of "
                                 "joingated.socket"};
    if (!is_listening(SD_LISTEN_FDS_START))
        throw std::runtime_error{"systemd gave a socket on which nothing can connect; a worker "
                                 "takes a listening one: see ListenStream= of joingated.socket"};
    return SD_LISTEN_FDS_START;
}

} // namespace joingate
