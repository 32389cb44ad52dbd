#pragma once

#include "fcgi/descriptor.h"

#include <poll.h>
#include <sys/socket.h>
#include <sys/un.h>

#include <array>
#include <cerrno>
#include <chrono>
#include <stdexcept>
#include <string>
#include <string_view>

/// A listening Unix socket without a file, and connections to it, as nginx makes them.
class Front {
public:
    Front() : listener_{::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0)} {
        address_.sun_family = AF_UNIX;
        // Bound to the family alone, the kernel chooses an abstract name.
        check(::bind(listener_.get(), generic(), sizeof(sa_family_t)));
        check(::listen(listener_.get(), kBacklog));
        check(::getsockname(listener_.get(), generic(), &size_));
    }

    int listener() const { return listener_.get(); }

    class Connection {
    public:
        explicit Connection(int fd) : fd_{fd} {}

        void send(std::string_view bytes) const {
            while (!bytes.empty()) {
                const auto sent = ::send(fd_.get(), bytes.data(), bytes.size(), MSG_NOSIGNAL);
                if (sent <= 0) return;
                bytes.remove_prefix(static_cast<std::size_t>(sent));
            }
        }

        void end() const { ::shutdown(fd_.get(), SHUT_WR); }

        /// Whether anything comes.
        bool receives_within(std::chrono::milliseconds time) const {
            pollfd entry{fd_.get(), POLLIN, 0};
            char byte = 0;
            return ::poll(&entry, 1, static_cast<int>(time.count())) == 1 &&
                   ::recv(fd_.get(), &byte, 1, MSG_PEEK) == 1;
        }

        /// All until the other side closes.
        std::string receive() const {
            std::string all;
            std::array<char, 65536> part{};
            for (;;) {
                const auto got = ::recv(fd_.get(), part.data(), part.size(), 0);
                if (got < 0 && errno == EINTR) continue;
                if (got <= 0) return all;
                all.append(part.data(), static_cast<std::size_t>(got));
            }
        }

    private:
        joingate::Descriptor fd_;
    };

    Connection connect() {
        const int fd = ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
        check(::connect(fd, generic(), size_));
        return Connection{fd};
    }

    /// Sends everything at once and waits for the end.
    std::string exchange(std::string_view bytes) {
        const auto connection = connect();
        connection.send(bytes);
        return connection.receive();
    }

private:
    static constexpr int kBacklog = 128;

    static void check(int result) {
        if (result != 0) throw std::runtime_error{"test socket"};
    }
    sockaddr* generic() { return reinterpret_cast<sockaddr*>(&address_); } // NOLINT

    joingate::Descriptor listener_;
    sockaddr_un address_{};
    socklen_t size_ = sizeof address_;
};
