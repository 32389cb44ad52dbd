#include "tests/proofs/support/slow_clients.h"

#include "tests/proofs/support/callers.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>

#include <algorithm>
#include <cstdio>
#include <fstream>
#include <stdexcept>

namespace joingate::proofs {
namespace {

constexpr std::size_t kPerAddress = 100;
constexpr unsigned kFirstAddress = 100;

/// So little of an answer fits into the connection that the front must wait for its reader.
void narrow(int fd) {
    const int segment = 536;
    const int buffer = 1;
    ::setsockopt(fd, IPPROTO_TCP, TCP_MAXSEG, &segment, sizeof segment);
    ::setsockopt(fd, SOL_SOCKET, SO_RCVBUF, &buffer, sizeof buffer);
}

std::uint64_t key(std::uint32_t address, std::uint32_t port) {
    constexpr unsigned kPortBits = 16;
    return (std::uint64_t{address} << kPortBits) | port;
}

std::uint64_t own_address(int fd) {
    sockaddr_in own{};
    socklen_t size = sizeof own;
    if (::getsockname(fd, reinterpret_cast<sockaddr*>(&own), &size) != 0)
        throw std::runtime_error{"a socket without an address"};
    return key(own.sin_addr.s_addr, ntohs(own.sin_port));
}

/// The other ends of all connections to this port that a process holds. The client cannot see it
/// end: what it does not read stands in the way of the news.
std::set<std::uint64_t> held_at(std::uint16_t port) {
    std::ifstream connections{"/proc/net/tcp"};
    std::set<std::uint64_t> held;
    for (std::string line; std::getline(connections, line);) {
        unsigned local_port = 0;
        unsigned address = 0;
        unsigned remote_port = 0;
        unsigned long inode = 0;
        // sl local_address rem_address st tx:rx tr:when retrnsmt uid timeout inode
        const int read = std::sscanf( // NOLINT(cert-err34-c): the kernel wrote it
            line.c_str(), "%*d: %*x:%x %x:%x %*x %*x:%*x %*x:%*x %*x %*u %*u %lu", &local_port,
            &address, &remote_port, &inode);
        if (read == 4 && local_port == port && inode != 0) held.insert(key(address, remote_port));
    }
    return held;
}

} // namespace

SlowClients::SlowClients(const Site& site, const Settings& settings)
    : settings_{settings}, port_{site.port()} {
    constexpr std::size_t kManyBytes = 20000;
    const Client::Pairs fields{{"Pad", std::string(kManyBytes, '/')}};
    auto client = Party{site, site.owner()}.client;
    client.method = "POST";
    const auto request = client.sign("CountOwnedJoinPermissions", fields, Client::fresh_stamp());
    whole_ = request.bytes();
    head_ = whole_.size() - request.body.size();
    // The refusal repeats what ought to have been signed: no answer to so little is longer.
    client.access_key_secret = "another";
    large_answer_ = client.sign("CountOwnedJoinPermissions", fields, Client::fresh_stamp()).bytes();

    for (std::size_t i = 0; i < settings_.count; ++i)
        connections_.push_back(connect(i));
    held_ = connections_.size();
    const auto begun = Clock::now();
    for (auto& connection : connections_)
        while (connection.sent == 0) {
            proceed(connection, Clock::now());
            if (Clock::now() - begun > settings_.limit)
                throw std::runtime_error{"the front takes no connections"};
        }
    thread_ = std::thread{[this] { run(); }};
}

SlowClients::~SlowClients() {
    stop_ = true;
    wait();
}

void SlowClients::wait() {
    if (thread_.joinable()) thread_.join();
}

SlowClients::Connection SlowClients::connect(std::size_t number) const {
    constexpr std::size_t kKinds = 3;
    Connection connection;
    connection.kind = static_cast<Kind>(number % kKinds);
    const bool is_reader = connection.kind == Kind::Reader;
    connection.fd = std::make_unique<Descriptor>(
        connect_from(kFirstAddress + static_cast<unsigned>(number / kPerAddress), port_,
                     is_reader ? narrow : nullptr));
    connection.address = own_address(connection.fd->get());
    connection.bytes = is_reader ? large_answer_ : whole_;
    connection.since = Clock::now();
    connection.next = connection.since;
    return connection;
}

void SlowClients::run() {
    while (held_ > 0 && !stop_) {
        constexpr int kLooksPerDrip = 4;
        std::this_thread::sleep_for(settings_.drip / kLooksPerDrip);
        const auto now = Clock::now();
        const auto held = held_at(port_);
        for (auto& connection : connections_) {
            if (!connection.fd) continue;
            proceed(connection, now);
            look(connection, now, held);
        }
    }
}

void SlowClients::proceed(Connection& connection, Clock::time_point now) const {
    // A header comes a byte at a time. Of a body, so do a few bytes; the rest is owed for ever. A
    // request whose answer is not read is sent at once.
    constexpr std::size_t kFewBytes = 4;
    std::size_t until = connection.bytes.size();
    if (connection.kind == Kind::Header) until = std::min(connection.sent + 1, head_ - 1);
    if (connection.kind == Kind::Body)
        until = connection.sent < head_ ? head_ : std::min(connection.sent + 1, head_ + kFewBytes);
    if (connection.sent >= until || connection.next > now) return;
    const auto count = ::send(connection.fd->get(), connection.bytes.data() + connection.sent,
                              until - connection.sent, MSG_NOSIGNAL | MSG_DONTWAIT);
    if (count <= 0) return;
    connection.sent += static_cast<std::size_t>(count);
    // The whole header has one patience; each byte of a body begins another.
    if (connection.kind != Kind::Header) connection.since = now;
    if (connection.kind != Kind::Reader) connection.next = now + settings_.drip;
}

void SlowClients::look(Connection& connection, Clock::time_point now,
                       const std::set<std::uint64_t>& held_addresses) {
    const bool is_held = held_addresses.count(connection.address) == 1;
    connection.was_held = connection.was_held || is_held;
    const auto passed = now - connection.since;
    const bool is_gone = connection.was_held && !is_held;
    if (!is_gone && passed <= settings_.limit) return;
    shortest_ = std::min(shortest_, passed);
    longest_ = std::max(longest_, passed);
    connection.fd.reset();
    --held_;
}

} // namespace joingate::proofs
