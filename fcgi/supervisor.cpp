#include "fcgi/supervisor.h"

#include "fcgi/systemd.h"

#include <Poco/Logger.h>

#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <csignal>
#include <new>

namespace joingate {
namespace {

using Clock = std::chrono::steady_clock;

std::atomic<bool> memory_is_out{false};

void on_no_memory() {
    if (!memory_is_out.exchange(true)) ::kill(::getpid(), SIGTERM);
    throw std::bad_alloc{};
}

/// Feeds the watchdog every now and then.
class Watchdog {
public:
    void feed() {
        if (!is_due()) return;
        fed_ = Clock::now();
        feed_watchdog();
    }

    /// A thread that hangs in a request is not helped by waiting: unfed, the watchdog ends the
    /// process.
    void feed_unless_hung(const AcceptLoop& loop) {
        constexpr std::chrono::seconds kHung{8};
        if (!is_due()) return;
        if (loop.longest_request() <= kHung) return feed();
        fed_ = Clock::now();
        Poco::Logger::root().error("a request has been running for more than 8 s");
    }

private:
    static constexpr std::chrono::seconds kPeriod{2};

    bool is_due() const { return Clock::now() - fed_ >= kPeriod; }

    Clock::time_point fed_ = Clock::now() - kPeriod;
};

/// The next signal within a second, or 0.
int next_signal() {
    sigset_t awaited;
    sigemptyset(&awaited);
    for (const int signal : {SIGTERM, SIGINT, SIGQUIT, SIGHUP})
        sigaddset(&awaited, signal);
    constexpr timespec kSecond{1, 0};
    return std::max(::sigtimedwait(&awaited, nullptr, &kSecond), 0);
}

} // namespace

void block_signals() {
    sigset_t blocked;
    sigfillset(&blocked);
    for (const int signal : {SIGABRT, SIGBUS, SIGFPE, SIGILL, SIGSEGV, SIGSYS, SIGTRAP})
        sigdelset(&blocked, signal);
    ::pthread_sigmask(SIG_SETMASK, &blocked, nullptr);
}

void stop_without_memory() {
    std::set_new_handler(on_no_memory);
}

bool out_of_memory() {
    return memory_is_out;
}

End supervise(const AcceptLoop& loop, const Readiness& readiness,
              const std::function<void()>& reload, const std::function<bool()>& keep_watch) {
    Watchdog watchdog;
    for (;;) {
        const int signal = next_signal();
        if (signal == SIGHUP)
            reload();
        else if (signal != 0)
            return End::Told;
        if (readiness.is_unfit()) return End::Unfit;
        if (!keep_watch()) return End::NotInPlace;
        watchdog.feed_unless_hung(loop);
    }
}

bool is_told_to_stop_within(std::chrono::seconds time) {
    Watchdog watchdog;
    for (const auto end = Clock::now() + time; Clock::now() < end;) {
        const int signal = next_signal();
        if (signal != 0 && signal != SIGHUP) return true;
        watchdog.feed();
    }
    return false;
}

} // namespace joingate
