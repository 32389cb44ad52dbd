#pragma once

#include "fcgi/descriptor.h"

#include <sys/socket.h>
#include <sys/un.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <cstddef>
#include <stdexcept>
#include <string>
#include <thread>

/// What systemd listens on: takes what programs tell by sd_notify(3).
class NotifySocket {
public:
    NotifySocket() : socket_{::socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0)} {
        sockaddr_un address{};
        address.sun_family = AF_UNIX;
        auto* const generic = reinterpret_cast<sockaddr*>(&address); // NOLINT
        socklen_t size = sizeof address;
        // Bound to the family alone, the kernel chooses an abstract name.
        if (::bind(socket_.get(), generic, sizeof(sa_family_t)) != 0 ||
            ::getsockname(socket_.get(), generic, &size) != 0)
            throw std::runtime_error{"test socket"};
        name_ = '@' + std::string{&address.sun_path[1], size - offsetof(sockaddr_un, sun_path) - 1};
    }

    /// For NOTIFY_SOCKET.
    const std::string& name() const { return name_; }

    /// The newest status, as `systemctl status` shows it.
    std::string status() {
        take();
        return status_;
    }
    bool is_ready() {
        take();
        return ready_;
    }

    /// Whether the status comes to hold this.
    bool status_becomes(const std::string& part, std::chrono::milliseconds within) {
        return becomes([&] { return status().find(part) != std::string::npos; }, within);
    }
    bool becomes_ready(std::chrono::milliseconds within) {
        return becomes([&] { return is_ready(); }, within);
    }

private:
    template <class Condition>
    static bool becomes(const Condition& condition, std::chrono::milliseconds within) {
        constexpr std::chrono::milliseconds kPause{5};
        for (const auto end = std::chrono::steady_clock::now() + within; !condition();) {
            if (std::chrono::steady_clock::now() > end) return false;
            std::this_thread::sleep_for(kPause);
        }
        return true;
    }

    void take() {
        std::array<char, 4096> bytes{};
        for (;;) {
            const auto got = ::recv(socket_.get(), bytes.data(), bytes.size(), MSG_DONTWAIT);
            if (got < 0) return;
            std::string text{bytes.data(), static_cast<std::size_t>(got)};
            for (std::size_t at = 0; at < text.size();) {
                const auto end = std::min(text.find('\n', at), text.size());
                read(text.substr(at, end - at));
                at = end + 1;
            }
        }
    }

    void read(const std::string& line) {
        const std::string status = "STATUS=";
        if (line.compare(0, status.size(), status) == 0) status_ = line.substr(status.size());
        if (line == "READY=1") ready_ = true;
    }

    joingate::Descriptor socket_;
    std::string name_;
    std::string status_;
    bool ready_ = false;
};
