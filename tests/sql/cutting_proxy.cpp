#include "tests/sql/cutting_proxy.h"

#include <array>
#include <poll.h>
#include <stdexcept>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

namespace joingate::test {
namespace {

sockaddr_un address_of(const std::string& path) {
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    if (path.size() >= sizeof address.sun_path) throw std::runtime_error{path + " is too long"};
    path.copy(static_cast<char*>(address.sun_path), path.size());
    return address;
}

int connect_to(const std::string& path) {
    const auto address = address_of(path);
    const int fd = ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (::connect(fd, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0)
        throw std::runtime_error{"no connection to " + path};
    return fd;
}

std::string read_some(int fd) {
    std::array<char, 65536> buffer{};
    const auto count = ::recv(fd, buffer.data(), buffer.size(), 0);
    return count <= 0 ? std::string{} : std::string(buffer.data(), static_cast<std::size_t>(count));
}

bool is_commit(const std::string& packet) {
    constexpr std::size_t kHeader = 4;
    return packet.compare(kHeader < packet.size() ? kHeader : packet.size(), std::string::npos,
                          "\x03"
                          "COMMIT") == 0;
}

void send_all(int fd, const std::string& bytes) {
    for (std::size_t sent = 0; sent < bytes.size();) {
        const auto count = ::send(fd, bytes.data() + sent, bytes.size() - sent, MSG_NOSIGNAL);
        if (count <= 0) return;
        sent += static_cast<std::size_t>(count);
    }
}

} // namespace

CuttingProxy::CuttingProxy(std::string server_socket, std::string own_socket)
    : server_socket_{std::move(server_socket)},
      own_socket_{std::move(own_socket)},
      listener_{::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0)} {
    ::unlink(own_socket_.c_str());
    const auto address = address_of(own_socket_);
    if (::bind(listener_, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0 ||
        ::listen(listener_, 16) != 0)
        throw std::runtime_error{"cannot listen on " + own_socket_};
    acceptor_ = std::thread{[this] { accept_all(); }};
}

CuttingProxy::~CuttingProxy() {
    stop_ = true;
    acceptor_.join();
    for (auto& forwarder : forwarders_)
        forwarder.join();
    ::close(listener_);
    ::unlink(own_socket_.c_str());
}

void CuttingProxy::cut(Cut how, int commits) {
    how_ = how;
    commits_ = commits;
}

void CuttingProxy::accept_all() {
    while (!stop_) {
        pollfd waiting{listener_, POLLIN, 0};
        if (::poll(&waiting, 1, 20) <= 0) continue;
        const int client = ::accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC);
        if (client < 0) continue;
        if (!open_) {
            ::close(client);
            continue;
        }
        const std::lock_guard lock{mutex_};
        forwarders_.emplace_back([this, client] { forward(client); });
    }
}

bool CuttingProxy::from_client(int client, int server, const std::string& bytes) {
    const bool commit = is_commit(bytes);
    if (commit) ++commits_seen_;
    if (!commit || commits_ <= 0) {
        send_all(server, bytes);
        return true;
    }
    --commits_;
    switch (how_.load()) {
    case Cut::None: send_all(server, bytes); return true;
    case Cut::BeforeServer: return false;
    case Cut::AfterServer:
        send_all(server, bytes);
        read_some(server);
        return false;
    case Cut::LateServer:
        ::shutdown(client, SHUT_RDWR);
        std::this_thread::sleep_for(std::chrono::milliseconds{300});
        send_all(server, bytes);
        read_some(server);
        return false;
    }
    return false;
}

void CuttingProxy::forward(int client) {
    const int server = connect_to(server_socket_);
    for (bool both = true; both && !stop_ && open_;) {
        std::array<pollfd, 2> ends{pollfd{client, POLLIN, 0}, pollfd{server, POLLIN, 0}};
        if (::poll(ends.data(), ends.size(), 20) <= 0) continue;
        if (ends[1].revents != 0) {
            const auto bytes = read_some(server);
            send_all(client, bytes);
            both = !bytes.empty();
        }
        if (both && ends[0].revents != 0) {
            const auto bytes = read_some(client);
            both = !bytes.empty() && from_client(client, server, bytes);
        }
    }
    ::close(client);
    ::close(server);
}

} // namespace joingate::test
