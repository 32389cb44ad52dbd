#pragma once

#include "sql/connection.h"
#include "sql/database.h"
#include "sql/deadline.h"

#include <array>
#include <atomic>
#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <random>
#include <vector>

namespace joingate::db {

/// A connection that one thread keeps for one Database. Work inside of work (a look-up in the
/// catalog during a tenant's transaction) has a lane of its own, since one connection holds one
/// role and one transaction.
struct Lane {
    std::unique_ptr<Connection> connection;
    bool busy = false;
    /// When this thread connected the last times, oldest at `next_connect`.
    std::array<Connection::Clock::time_point, 6> connects{};
    std::size_t next_connect = 0;
    /// Writes since the ledger was last purged.
    unsigned writes = 0;
    std::minstd_rand random{std::random_device{}()};
};

/// The lanes of all threads, and the rules for trying again. Thread-safe.
class Database::Pool {
public:
    explicit Pool(Settings settings);
    /// Closes the connections of all threads; no thread may be inside a call.
    ~Pool();
    Pool(const Pool&) = delete;
    Pool& operator=(const Pool&) = delete;

    using Try = std::function<void(Connection&)>;

    /// Runs `once` until it neither conflicts nor loses its connection (spec "robustness", sections
    /// 5 and 6). Whatever else it throws passes through, after ROLLBACK. The connection has the
    /// role.
    void run(std::string_view role, const Deadline& deadline, const Try& once);

    /// The calling thread's first one that is not busy.
    Lane& lane();

    /// By a Unix socket.
    bool is_local() const { return !settings_.socket.empty(); }

    std::atomic<std::uint64_t> commit_unknown{0};

private:
    Connection& connected(Lane& lane, const Deadline& deadline);
    void connect(Lane& lane, const Deadline& deadline);

    const Settings settings_;
    const std::uint64_t id_;
    /// No connection from before is used again, whichever thread's it is.
    std::atomic<Connection::Clock::time_point> trusted_since_{Connection::Clock::time_point::min()};
    std::mutex mutex_;
    std::vector<std::weak_ptr<Lane>> lanes_;
};

} // namespace joingate::db
