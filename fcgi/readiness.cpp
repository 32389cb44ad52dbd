#include "fcgi/readiness.h"

#include "fcgi/systemd.h"
#include "sql/failure.h"
#include "tenancy/host/units.h"

#include <Poco/Logger.h>

#include <exception>
#include <system_error>
#include <utility>

namespace joingate {

Readiness::Readiness(db::Database& database, std::function<void()> accept)
    : Readiness{database, std::move(accept), Settings{}} {}

Readiness::Readiness(db::Database& database, std::function<void()> accept, Settings settings)
    : database_{database}, accept_{std::move(accept)}, settings_{settings}, thread_{[this] {
          run();
      }} {}

Readiness::~Readiness() {
    {
        const std::lock_guard lock{mutex_};
        stop_ = true;
    }
    stopped_.notify_all();
    thread_.join();
}

void Readiness::run() {
    const auto began = std::chrono::steady_clock::now();
    bool told = false;
    for (;;) {
        const auto found = look();
        tell(found);
        if (found == Found::Unfit) {
            unfit_ = true;
            return;
        }
        if (!told &&
            (accepting_ || std::chrono::steady_clock::now() - began >= settings_.patience)) {
            tell_ready();
            told = true;
        }
        if (!pause(found == Found::Fit ? settings_.look_every : settings_.try_every)) return;
    }
}

Readiness::Found Readiness::look() try {
    database_.check(db::Deadline::after(settings_.budget));
    if (!accepting_) accept_();
    accepting_ = true;
    return Found::Fit;
} catch (const db::Fault& e) {
    problem_ = e.what();
    // What we found ourselves has no number. A number that we do not know is no reason to end a
    // worker that serves.
    return accepting_ && e.number() != 0 ? Found::Away : Found::Unfit;
} catch (const std::system_error& e) {
    problem_ = std::string{"request threads: "} + e.what();
    return Found::Unfit;
} catch (const std::exception& e) {
    problem_ = e.what();
    return Found::Away;
}

void Readiness::tell(Found found) {
    auto& log = Poco::Logger::root();
    const bool is_new = found != Found::Fit && logged_.insert(problem_).second;
    std::string status;
    switch (found) {
    case Found::Fit:
        status = host::kAnswering;
        if (status_ != status) log.information(status_.empty() ? "ready" : "the database is there");
        logged_.clear();
        break;
    case Found::Away:
        status = accepting_ ? "The database cannot be used, calls are answered 503: " + problem_
                            : "Waiting for the database, no call is taken: " + problem_;
        if (is_new) log.warning(status);
        break;
    case Found::Unfit:
        status = "Not fit, no call is taken: " + problem_;
        log.fatal(status);
        break;
    }
    if (std::exchange(status_, status) != status) tell_status(status);
}

bool Readiness::pause(std::chrono::milliseconds time) {
    std::unique_lock lock{mutex_};
    return !stopped_.wait_for(lock, time, [this] { return stop_; });
}

} // namespace joingate
