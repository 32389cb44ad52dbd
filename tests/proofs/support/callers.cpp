#include "tests/proofs/support/callers.h"

#include "fcgi/descriptor.h"
#include "tests/proofs/support/http_answer.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/epoll.h>
#include <sys/socket.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <memory>
#include <system_error>
#include <utility>

namespace joingate::proofs {
namespace {

constexpr std::size_t kCallersPerAddress = 200; // nginx allows 256

[[noreturn]] void fail(const char* what) {
    throw std::system_error{errno, std::generic_category(), what};
}

sockaddr_in loopback(unsigned host, std::uint16_t port) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl((INADDR_LOOPBACK & ~0xFFU) | host);
    return address;
}

} // namespace

int connect_from(unsigned host, std::uint16_t port, void (*prepare)(int fd)) {
    Descriptor fd{::socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0)};
    if (fd.get() < 0) fail("socket");
    const int on = 1;
    // The port is chosen with the connection: else no two could have the same.
    ::setsockopt(fd.get(), IPPROTO_IP, IP_BIND_ADDRESS_NO_PORT, &on, sizeof on);
    ::setsockopt(fd.get(), IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    // Closed from this side it is reset, and its port free at once.
    const linger none{1, 0};
    ::setsockopt(fd.get(), SOL_SOCKET, SO_LINGER, &none, sizeof none);
    if (prepare != nullptr) prepare(fd.get());
    const auto from = loopback(host, 0);
    const auto to = loopback(1, port);
    if (::bind(fd.get(), reinterpret_cast<const sockaddr*>(&from), sizeof from) != 0) fail("bind");
    if (::connect(fd.get(), reinterpret_cast<const sockaddr*>(&to), sizeof to) != 0 &&
        errno != EINPROGRESS)
        fail("connect");
    return fd.release();
}

/// Thinks, sends, reads, and thinks again.
class Callers::Caller {
public:
    Caller(int epoll, std::size_t number, std::uint16_t port)
        : epoll_{epoll}, number_{number}, port_{port} {}

    std::size_t number() const { return number_; }
    bool is_talking() const { return fd_.has_value(); }
    Clock::time_point due() const { return is_talking() ? deadline_ : exchange_.shot.not_before; }

    void take(Shot shot) {
        exchange_ = {};
        exchange_.shot = std::move(shot);
        sent_ = 0;
        in_.clear();
    }

    void begin(Clock::time_point now) {
        fd_.emplace(connect_from(1 + static_cast<unsigned>(number_ / kCallersPerAddress), port_));
        exchange_.begun = now;
        deadline_ = now + exchange_.shot.patience;
        epoll_event event{};
        event.events = EPOLLIN | EPOLLOUT | EPOLLET;
        event.data.u64 = number_;
        if (::epoll_ctl(epoll_, EPOLL_CTL_ADD, fd_->get(), &event) != 0) fail("epoll");
    }

    /// True at the end of the exchange.
    bool proceed() {
        send();
        return receive();
    }

    Exchange finish(Exchange::End end) {
        exchange_.end = end;
        if (exchange_.took == Clock::duration{}) exchange_.took = Clock::now() - exchange_.begun;
        if (exchange_.rest.empty()) exchange_.rest.swap(in_);
        fd_.reset();
        return std::move(exchange_);
    }

    Exchange::End end() const { return end_; }
    Exchange::End at_deadline() const {
        return exchange_.answers.empty() ? Exchange::End::Silent : Exchange::End::Over;
    }

private:
    void send() {
        const auto& bytes = exchange_.shot.bytes;
        while (sent_ < bytes.size()) {
            const auto count =
                ::send(fd_->get(), bytes.data() + sent_, bytes.size() - sent_, MSG_NOSIGNAL);
            if (count < 0 && errno == EINTR) continue;
            if (count < 0) return; // full, or gone, which reading will tell
            sent_ += static_cast<std::size_t>(count);
        }
    }

    bool receive() {
        for (;;) {
            std::array<char, 65536> part; // NOLINT(cppcoreguidelines-pro-type-member-init)
            const auto count = ::recv(fd_->get(), part.data(), part.size(), 0);
            if (count < 0 && errno == EINTR) continue;
            if (count < 0 && (errno == EAGAIN || errno == ENOTCONN)) return false;
            if (count > 0) in_.append(part.data(), static_cast<std::size_t>(count));
            const bool ended = count <= 0;
            if (!read_answers(ended)) return true;
            if (!ended) {
                if (exchange_.answers.empty() || exchange_.shot.quiet != Clock::duration{})
                    continue;
                end_ = Exchange::End::Over;
                return true;
            }
            // nginx resets what it need not read: after an answer that is an end like any other.
            const bool reset = count < 0 && exchange_.answers.empty();
            if (reset) exchange_.rest = std::generic_category().message(errno);
            end_ = reset ? Exchange::End::Failed : Exchange::End::Closed;
            return true;
        }
    }

    /// False where the bytes can never become an answer.
    bool read_answers(bool ended) try {
        while (auto answer =
                   take_answer(in_, ended, exchange_.shot.headless && exchange_.answers.empty())) {
            exchange_.answers.push_back(std::move(*answer));
            exchange_.took = Clock::now() - exchange_.begun;
            deadline_ = Clock::now() + exchange_.shot.quiet;
        }
        return true;
    } catch (const std::runtime_error& e) {
        exchange_.rest = std::string{e.what()} + ": " + in_;
        end_ = Exchange::End::Failed;
        return false;
    }

    int epoll_;
    std::size_t number_;
    std::uint16_t port_;
    std::optional<Descriptor> fd_;
    Exchange exchange_;
    std::size_t sent_ = 0;
    std::string in_;
    Clock::time_point deadline_;
    Exchange::End end_ = Exchange::End::Silent;
};

void Callers::run(const Next& next, const Done& done) {
    const Descriptor epoll{::epoll_create1(EPOLL_CLOEXEC)};
    if (epoll.get() < 0) fail("epoll");
    std::vector<std::unique_ptr<Caller>> callers;
    std::size_t left = 0;
    const auto rearm = [&](std::unique_ptr<Caller>& caller) {
        if (auto shot = next(caller->number())) {
            caller->take(std::move(*shot));
            return;
        }
        caller.reset();
        --left;
    };
    for (std::size_t i = 0; i < count_; ++i, ++left)
        callers.push_back(std::make_unique<Caller>(epoll.get(), i, port_));
    for (auto& caller : callers)
        rearm(caller);
    const auto finish = [&](std::unique_ptr<Caller>& caller, Exchange::End end) {
        const auto number = caller->number();
        done(number, caller->finish(end));
        rearm(caller);
    };

    std::array<epoll_event, 256> events{};
    while (left > 0) {
        auto soonest = Clock::time_point::max();
        const auto now = Clock::now();
        for (auto& caller : callers) {
            if (caller && caller->is_talking() && caller->due() <= now)
                finish(caller, caller->at_deadline());
            if (caller && !caller->is_talking() && caller->due() <= now) caller->begin(now);
            if (caller) soonest = std::min(soonest, caller->due());
        }
        const auto wait = std::chrono::ceil<std::chrono::milliseconds>(soonest - Clock::now());
        const int timeout = static_cast<int>(std::clamp<std::int64_t>(wait.count(), 0, 1000));
        const int ready =
            ::epoll_wait(epoll.get(), events.data(), static_cast<int>(events.size()), timeout);
        for (int i = 0; i < ready; ++i) {
            auto& caller = callers.at(events.at(static_cast<std::size_t>(i)).data.u64);
            if (caller && caller->is_talking() && caller->proceed()) finish(caller, caller->end());
        }
    }
}

Clock::duration quantile(std::vector<Clock::duration>& values, unsigned per_mille) {
    if (values.empty()) return {};
    constexpr std::size_t kAll = 1000;
    const auto place = std::min(values.size() * per_mille / kAll, values.size() - 1);
    std::sort(values.begin(), values.end());
    return values[place];
}

} // namespace joingate::proofs
