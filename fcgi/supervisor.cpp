#include "fcgi/supervisor.h"

#include <Poco/Logger.h>

#include <systemd/sd-daemon.h>
#include <unistd.h>

#include <atomic>
#include <chrono>
#include <csignal>
#include <new>

namespace joingate {
namespace {

using Clock = std::chrono::steady_clock;

constexpr std::chrono::seconds kWatchdogPeriod{3};

std::atomic<bool> memory_is_out{false};

void on_no_memory() {
    if (!memory_is_out.exchange(true)) ::kill(::getpid(), SIGTERM);
    throw std::bad_alloc{};
}

/// A thread that hangs in a request is not helped by waiting: unfed, the watchdog ends the process.
void feed_watchdog(const AcceptLoop& loop) {
    constexpr std::chrono::seconds kHung{8};
    if (loop.longest_request() <= kHung)
        ::sd_notify(0, "WATCHDOG=1");
    else
        Poco::Logger::root().error("a request has been running for more than 8 s");
}

} // namespace

void block_signals() {
    sigset_t all;
    sigfillset(&all);
    ::pthread_sigmask(SIG_BLOCK, &all, nullptr);
}

void stop_without_memory() {
    std::set_new_handler(on_no_memory);
}

bool out_of_memory() {
    return memory_is_out;
}

bool supervise(const AcceptLoop& loop, const Readiness& readiness,
               const std::function<void()>& reload, const std::function<bool()>& keep_watch) {
    sigset_t awaited;
    sigemptyset(&awaited);
    for (const int signal : {SIGTERM, SIGINT, SIGQUIT, SIGHUP})
        sigaddset(&awaited, signal);
    auto fed = Clock::now();
    for (;;) {
        constexpr timespec kSecond{1, 0};
        const int signal = ::sigtimedwait(&awaited, nullptr, &kSecond);
        if (signal == SIGHUP)
            reload();
        else if (signal > 0)
            return true;
        if (!keep_watch()) return false;
        if (readiness.reached() && Clock::now() - fed >= kWatchdogPeriod) {
            feed_watchdog(loop);
            fed = Clock::now();
        }
    }
}

} // namespace joingate
