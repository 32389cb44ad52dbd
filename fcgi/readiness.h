#pragma once

#include "sql/database.h"

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <functional>
#include <mutex>
#include <set>
#include <string>
#include <thread>

namespace joingate {

/// Looks at the database in a thread of its own, until it is destroyed, and tells systemd what it
/// finds. No connection is taken before the server was seen to be fit: durable, migrated, set up
/// as our statements need it.
class Readiness {
public:
    struct Settings {
        std::chrono::milliseconds look_every{1000};
        /// While the database is away.
        std::chrono::milliseconds try_every{250};
        /// How long one look may take; a stop waits for it.
        std::chrono::milliseconds budget{1000};
        /// After that systemd is told that the worker is ready although the database is away: a
        /// boot must not wait for it.
        std::chrono::milliseconds patience{3000};
    };

    /// `accept` is called once, in that thread, as soon as the server is fit.
    Readiness(db::Database& database, std::function<void()> accept);
    Readiness(db::Database& database, std::function<void()> accept, Settings settings);
    ~Readiness();
    Readiness(const Readiness&) = delete;
    Readiness& operator=(const Readiness&) = delete;

    /// The server may lose writes, or is not what this program needs. It stays so: take no further
    /// connection and end.
    bool is_unfit() const { return unfit_; }

private:
    enum class Found { Fit, Away, Unfit };

    void run();
    Found look();
    void tell(Found found);
    /// False once it shall stop.
    bool pause(std::chrono::milliseconds time);

    db::Database& database_;
    const std::function<void()> accept_;
    const Settings settings_;
    bool accepting_ = false;
    std::string problem_;
    std::set<std::string> logged_; ///< problems since the database was last found fit
    std::string status_;
    std::atomic<bool> unfit_{false};
    std::mutex mutex_;
    std::condition_variable stopped_;
    bool stop_ = false;
    std::thread thread_;
};

} // namespace joingate
