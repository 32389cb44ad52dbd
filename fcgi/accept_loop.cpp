#include "fcgi/accept_loop.h"

#include "fcgi/cgi_variables.h"
#include "fcgi/fcgi_connection.h"
#include "fcgi/listener.h"
#include "fcgi/record_guard.h"
#include "fcgi/record_stream.h"

#include <Poco/Logger.h>

#include <fcntl.h>
#include <pthread.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <future>
#include <new>
#include <system_error>

namespace joingate {
namespace {

using Clock = std::chrono::steady_clock;

[[noreturn]] void fail(const char* what) {
    throw std::system_error{errno, std::generic_category(), what};
}

int checked(int result, const char* what) {
    if (result < 0) fail(what);
    return result;
}

void set_nonblocking(int fd) {
    const int flags = checked(::fcntl(fd, F_GETFL), "listening socket");
    checked(::fcntl(fd, F_SETFL, flags | O_NONBLOCK), "listening socket");
}

/// Ends a system call that waits. It is blocked everywhere but in accept: what a request reads or
/// writes must not be cut.
constexpr int kWake = SIGUSR1;

void prepare_to_wake() {
    struct sigaction action {};
    action.sa_handler = [](int) {};
    action.sa_flags = 0; // no SA_RESTART: accept returns
    checked(::sigaction(kWake, &action, nullptr), "signal to wake threads");
}

void change_mask(int how) {
    sigset_t signals;
    sigemptyset(&signals);
    sigaddset(&signals, kWake);
    ::pthread_sigmask(how, &signals, nullptr);
}

/// Waits inside if the socket is blocking, since somebody else took the connection: O_NONBLOCK
/// belongs to the socket, and every process that shares it can change it.
int accept_or_wake(int listener) {
    change_mask(SIG_UNBLOCK);
    const int connection = ::accept4(listener, nullptr, nullptr, SOCK_CLOEXEC);
    const int error = errno;
    change_mask(SIG_BLOCK);
    errno = error;
    return connection;
}

} // namespace

/// One request thread.
class AcceptLoop::Acceptor {
public:
    explicit Acceptor(AcceptLoop& loop)
        : loop_{loop}, epoll_{checked(::epoll_create1(EPOLL_CLOEXEC), "epoll")} {
        // Exclusive: one connection wakes one thread of all the workers that share the socket.
        watch(loop.settings_.listener, EPOLLIN | EPOLLEXCLUSIVE);
        watch(loop.stop_event_.get(), EPOLLIN);
    }

    void start() {
        thread_ = std::thread{[this] {
            change_mask(SIG_BLOCK);
            run();
            ended_.set_value();
        }};
    }

    void wake() {
        if (thread_.joinable()) ::pthread_kill(thread_.native_handle(), kWake);
    }

    void join() {
        if (!thread_.joinable()) return;
        // A signal that comes just before accept is lost.
        constexpr std::chrono::milliseconds kAgain{10};
        const auto ended = ended_.get_future();
        while (ended.wait_for(kAgain) != std::future_status::ready)
            wake();
        thread_.join();
    }

    std::chrono::milliseconds busy(Clock::time_point now) const {
        const auto since = busy_since_.load(std::memory_order_relaxed);
        if (since == kIdle) return {};
        return std::chrono::duration_cast<std::chrono::milliseconds>(now.time_since_epoch() -
                                                                     Clock::duration{since});
    }

private:
    static constexpr Clock::rep kIdle = 0;

    void watch(int fd, std::uint32_t events) {
        epoll_event event{};
        event.data.fd = fd;
        event.events = events;
        checked(::epoll_ctl(epoll_.get(), EPOLL_CTL_ADD, fd, &event), "epoll");
    }

    void run() {
        // A connection wakes only one thread of all workers: whoever is woken also takes it.
        for (bool is_woken = false; is_woken || !loop_.stopping_.load(std::memory_order_relaxed);) {
            is_woken = false;
            // Under load the next connection waits already, and asking epoll first would cost a
            // system call for nothing.
            Descriptor connection{accept_or_wake(loop_.settings_.listener)};
            if (connection.get() >= 0) {
                busy_since_.store(Clock::now().time_since_epoch().count(),
                                  std::memory_order_relaxed);
                serve(connection);
                busy_since_.store(kIdle, std::memory_order_relaxed);
            } else if (errno == EAGAIN) {
                std::array<epoll_event, 2> events{};
                const auto count =
                    ::epoll_wait(epoll_.get(), events.data(), static_cast<int>(events.size()), -1);
                is_woken = std::any_of(events.begin(), events.begin() + std::max(count, 0),
                                       [&](const epoll_event& event) {
                                           return event.data.fd == loop_.settings_.listener;
                                       });
            } else if (errno != ECONNABORTED && errno != EINTR) {
                // No descriptor or no memory is left: others give some back.
                constexpr std::chrono::milliseconds kPause{50};
                std::this_thread::sleep_for(kPause);
            }
        }
    }

    void serve(Descriptor& accepted) noexcept try {
        if (!is_allowed_peer(accepted.get())) {
            Poco::Logger::root().warning("connection of a foreign user dropped (fcgi.frontUser)");
            return;
        }
        RecordGuard guard{accepted.get(), loop_.settings_.patience};
        FcgiConnection connection{accepted.release()};
        if (!connection.accept()) return;
        auto variables =
            read_cgi_variables(connection.environment(), std::chrono::system_clock::now());
        if (!variables || !variables->marked ||
            variables->content_length > RecordStream::kMostBodyBytes)
            return;
        auto body = connection.read_body(variables->content_length);
        if (!body || !guard.complete()) return;
        variables->request.body = std::move(*body);
        connection.finish(http_text(loop_.answer_(variables->request)));
    } catch (const std::bad_alloc&) { // NOLINT(bugprone-empty-catch): a log line takes memory too
        // The worker has been told to end by who found that there is none.
    } catch (const std::exception& e) {
        Poco::Logger::root().critical(std::string{"request dropped: "} + e.what());
    }

    bool is_allowed_peer(int fd) const {
        ucred peer{};
        socklen_t size = sizeof peer;
        if (::getsockopt(fd, SOL_SOCKET, SO_PEERCRED, &peer, &size) != 0) return false;
        const auto& allowed = loop_.settings_.peers;
        return std::find(allowed.begin(), allowed.end(), peer.uid) != allowed.end();
    }

    AcceptLoop& loop_;
    Descriptor epoll_;
    std::thread thread_;
    std::promise<void> ended_;
    std::atomic<Clock::rep> busy_since_{kIdle};
};

AcceptLoop::AcceptLoop(Settings settings, Answer answer)
    : settings_{std::move(settings)},
      answer_{std::move(answer)},
      stop_event_{checked(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK), "eventfd")} {
    if (!is_listening(settings_.listener))
        throw std::system_error{ENOTSOCK, std::generic_category(), "no listening socket"};
    settings_.peers.push_back(0);
    settings_.peers.push_back(::geteuid());
    // A thread that lost the race for a connection rather waits for two things than in accept.
    set_nonblocking(settings_.listener);
    prepare_to_wake();
    for (unsigned i = 0; i < settings_.threads; ++i)
        acceptors_.push_back(std::make_unique<Acceptor>(*this));
}

AcceptLoop::~AcceptLoop() {
    stop();
    join();
}

void AcceptLoop::start() {
    const std::lock_guard lock{mutex_};
    if (stopping_) return;
    for (auto& acceptor : acceptors_)
        acceptor->start();
}

void AcceptLoop::stop() {
    const std::lock_guard lock{mutex_};
    stopping_ = true;
    // Never read, so it wakes every thread.
    const std::uint64_t one = 1;
    [[maybe_unused]] const auto written = ::write(stop_event_.get(), &one, sizeof one);
    for (auto& acceptor : acceptors_)
        acceptor->wake();
}

void AcceptLoop::join() {
    for (auto& acceptor : acceptors_)
        acceptor->join();
}

std::chrono::milliseconds AcceptLoop::longest_request() const {
    const auto now = Clock::now();
    std::chrono::milliseconds longest{0};
    for (const auto& acceptor : acceptors_)
        longest = std::max(longest, acceptor->busy(now));
    return longest;
}

} // namespace joingate
