#include "fcgi/readiness.h"

#include <Poco/Logger.h>

#include <systemd/sd-daemon.h>

#include <chrono>
#include <exception>

namespace joingate {

Readiness::Readiness(db::Database& database) : database_{database}, thread_{[this] { run(); }} {}

Readiness::~Readiness() {
    {
        const std::lock_guard lock{mutex_};
        stop_ = true;
    }
    stopped_.notify_all();
    thread_.join();
}

void Readiness::run() {
    while (!check())
        if (!pause()) return;
    reached_ = true;
    ::sd_notify(0, "READY=1\nSTATUS=Answering requests.");
    Poco::Logger::root().information("ready");
}

bool Readiness::check() try {
    constexpr std::chrono::milliseconds kBudget{1000}; // a stop waits for it
    database_.check(db::Deadline::after(kBudget));
    return true;
} catch (const std::exception& e) {
    // One line per problem, not one per try.
    if (last_problem_ != e.what()) {
        last_problem_ = e.what();
        Poco::Logger::root().warning("not ready: " + last_problem_);
        ::sd_notify(0, "STATUS=Waiting for the database.");
    }
    return false;
}

bool Readiness::pause() {
    constexpr std::chrono::milliseconds kPause{500};
    std::unique_lock lock{mutex_};
    return !stopped_.wait_for(lock, kPause, [this] { return stop_; });
}

} // namespace joingate
