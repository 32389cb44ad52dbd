#pragma once

#include "sql/deadline.h"
#include "sql/failure.h"
#include "sql/session.h"

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>

namespace joingate::db {

/// What the server is for. One that serves requests must keep what it acknowledges, let no client
/// load files and take writes; an operator may look at any other as well.
enum class ServerDuty { Serve, Administer };

/// How to reach the server. Either `socket`, or `host` and `port` with TLS (`tls_ca` set).
struct Settings {
    std::string socket;
    std::string host;
    unsigned port = 3306;
    std::string tls_ca;
    std::string user;
    std::string password;
    ServerDuty duty = ServerDuty::Serve;
    /// Prepared statements kept per connection; the least recently used goes first.
    unsigned statement_cache = 64;
    /// A connection idle for longer is asked for a sign of life before it is used.
    std::chrono::milliseconds ping_after{60'000};
};

/// The row that makes a write happen at most once (spec "robustness", section 6, rules 6 and 7).
struct LedgerEntry {
    std::string_view access_key_id;
    std::string_view nonce;
    std::string_view request_id;
    std::string_view action;
    /// Unix milliseconds until which the row is kept.
    std::int64_t expires_millis = 0;
};

/// The way to the database server: one connection per calling thread, opened when first needed and
/// replaced when lost or old; work that is started inside other work has a second one. Thread-safe.
/// A lost connection or a conflict is answered by running the whole `work` again within the
/// deadline, so `work` must have no effect outside its session. Throws Unavailable when the
/// deadline passes, and Unfit, which is Unavailable as well, when a new connection leads to a
/// server that is not what it must be.
class Database {
public:
    explicit Database(Settings settings);
    ~Database();
    Database(const Database&) = delete;
    Database& operator=(const Database&) = delete;

    using Work = std::function<void(Session&)>;

    /// Statements that only read, each in a transaction of its own (autocommit).
    void read(const Scope& scope, const Deadline& deadline, const Work& work);

    /// Statements that only read, all from one consistent snapshot.
    void read_snapshot(const Scope& scope, const Deadline& deadline, const Work& work);

    /// What a write answers with; kept in the ledger so that an unknown COMMIT can be answered
    /// truthfully.
    using Write = std::function<std::string(Session&)>;

    /// One transaction with its ledger row: START TRANSACTION, ledger, `work`, COMMIT. Returns what
    /// `work` returned, or what the ledger says an earlier try of this very request returned (same
    /// request id). An exception of `work` rolls back and passes through. Throws Replayed when the
    /// nonce belongs to another request, Unavailable when the outcome stayed unknown.
    std::string write(const Scope& scope, const LedgerEntry& entry, const Deadline& deadline,
                      const Write& work);

    /// One transaction without a ledger row, for the operator's tool. An unknown COMMIT is
    /// Unavailable.
    void change(const Scope& scope, const Deadline& deadline, const Work& work);

    /// Asks the server again for all that a new connection is asked for, and for its migrations.
    /// Throws Fault when it is unfit, and stays so until somebody mends it; Unavailable when it
    /// cannot be asked, or takes no writes now.
    void check(const Deadline& deadline);

    /// For whoever met a Fault in a tenant's schema. Throws Unavailable where the schema is of
    /// another version than this program, which check() does not ask of each: what was refused will
    /// succeed once somebody has migrated it.
    void expect_tenant_version(const Scope& scope, const Deadline& deadline);

    /// Where the server has its files, of a server on a Unix socket; empty until check() has passed
    /// once, and of any other server.
    std::string data_folder() const;

    /// COMMITs whose outcome stayed unknown, since start.
    std::uint64_t commit_unknown() const;

private:
    class Pool;
    void purge_now_and_then(const Scope& scope, const Deadline& deadline,
                            Deadline::Millis needed) noexcept;

    std::unique_ptr<Pool> pool_;
    mutable std::mutex mutex_;
    std::string data_folder_;
};

} // namespace joingate::db
