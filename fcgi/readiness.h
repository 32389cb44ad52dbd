#pragma once

#include "sql/database.h"

#include <atomic>
#include <condition_variable>
#include <mutex>
#include <thread>

namespace joingate {

/// Asks the database in a thread of its own until it answered once as it should, and tells systemd
/// then. Until that moment requests are answered 503 by the service. Stops when destroyed.
class Readiness {
public:
    explicit Readiness(db::Database& database);
    ~Readiness();
    Readiness(const Readiness&) = delete;
    Readiness& operator=(const Readiness&) = delete;

    bool reached() const { return reached_; }

private:
    void run();
    bool check();
    /// False once it shall stop.
    bool pause();

    db::Database& database_;
    std::atomic<bool> reached_{false};
    std::string last_problem_;
    std::mutex mutex_;
    std::condition_variable stopped_;
    bool stop_ = false;
    std::thread thread_;
};

} // namespace joingate
