#include "sql/database.h"

#include "sql/migrations.h"
#include "sql/pool.h"
#include "sql/schema_names.h"
#include "sql/statements.h"
#include "sql/wait_limit.h"

#include <algorithm>
#include <new>
#include <utility>

namespace joingate::db {
namespace {

// About one write in a hundred also removes what has expired in its tenant's ledger.
constexpr unsigned kWritesPerPurge = 128;

// Returns the stored result where an earlier try of this very request was committed.
std::optional<std::string> earlier_result(Session& session, const LedgerEntry& entry,
                                          const Binds& key) {
    const auto row = session.row(statement::ledger_entry, key);
    // Purged since the INSERT met it: the next try will insert it.
    if (!row) throw Conflict{0, "ledger: the row has just expired"};
    if (row->text("request_id") != entry.request_id)
        throw Replayed{0, "ledger: the nonce was used by another request"};
    return row->has("result") ? row->text("result") : std::string{};
}

std::optional<std::string> enter(Session& session, const LedgerEntry& entry, const Binds& key) {
    auto binds = key;
    binds.push_back({"request_id", entry.request_id});
    binds.push_back({"action", entry.action});
    binds.push_back({"expires_millis", entry.expires_millis});
    try {
        session.change(statement::ledger_begin, binds);
    } catch (const Duplicate&) {
        return earlier_result(session, entry, key);
    }
    return std::nullopt;
}

void commit(Connection& connection, const Deadline& deadline) {
    if (deadline.passed()) throw Unavailable{0, "COMMIT: out of time"};
    connection.commit();
}

// Code runs with the schema it was built with and with the next one. Empty where it is one of them.
std::string wrong_version(Session& session, const Statement& statement, std::string_view family) {
    const auto row = session.row(statement);
    const auto found = row && row->has("number") ? row->number("number") : 0;
    std::int64_t known = 0;
    for (const auto& migration : all_migrations())
        if (migration.family == family) known = std::max<std::int64_t>(known, migration.number);
    const auto is_at =
        "the " + std::string{family} + " schema is at migration " + std::to_string(found);
    if (found < known)
        return is_at + ", this program needs " + std::to_string(known) +
               ": run joingatectl schema migrate";
    if (found > known + 1)
        return is_at + ", this program knows " + std::to_string(known) +
               ": install the newer program";
    return {};
}

void expect_version(Session& session, const Statement& statement, std::string_view family) {
    if (const auto wrong = wrong_version(session, statement, family); !wrong.empty())
        throw Fault{0, wrong};
}

} // namespace

Database::Database(Settings settings) : pool_{std::make_unique<Pool>(std::move(settings))} {}

Database::~Database() = default;

void Database::read(const Scope& scope, const Deadline& deadline, const Work& work) {
    pool_->run(scope.role, deadline, [&](Connection& connection) {
        Session session{connection, scope, deadline};
        work(session);
    });
}

void Database::read_snapshot(const Scope& scope, const Deadline& deadline, const Work& work) {
    pool_->run(scope.role, deadline, [&](Connection& connection) {
        connection.begin_snapshot();
        Session session{connection, scope, deadline};
        work(session);
        connection.rollback(); // nothing was written; never "outcome unknown"
    });
}

std::string Database::write(const Scope& scope, const LedgerEntry& entry, const Deadline& deadline,
                            const Write& work) {
    const Binds key{{"access_key_id", entry.access_key_id}, {"nonce", entry.nonce}};
    // The answer waits for the purge as well: only where the budget covers the longest wait, or
    // most of a budget that never would.
    const auto needed = std::min(Connection::kStatementTime, deadline.left() * 3 / 4);
    std::string result;
    bool unknown = false; // a COMMIT was sent and not answered

    const auto once = [&](Connection& connection) {
        connection.begin();
        Session session{connection, scope, deadline};
        try {
            if (auto earlier = enter(session, entry, key)) {
                unknown = false;
                result = std::move(*earlier);
                connection.rollback();
                return;
            }
        } catch (const Replayed&) {
            unknown = false;
            throw;
        }
        unknown = false; // the row is ours, so an earlier try can never be committed
        result = work(session);
        if (!result.empty()) {
            auto binds = key;
            binds.push_back({"result", std::string_view{result}});
            session.change(statement::ledger_end, binds);
        }
        try {
            commit(connection, deadline);
        } catch (const Lost&) {
            unknown = true;
            throw;
        } catch (const std::bad_alloc&) {
            unknown = true;
            throw;
        }
    };

    try {
        pool_->run(scope.role, deadline, once);
    } catch (const std::bad_alloc&) {
        if (unknown) ++pool_->commit_unknown;
        throw; // the worker must end, and then its caller is told 503 as well
    } catch (...) {
        if (!unknown) throw;
        ++pool_->commit_unknown;
        throw Unavailable{0, "COMMIT: the outcome stayed unknown"};
    }
    purge_now_and_then(scope, deadline, needed);
    return result;
}

void Database::purge_now_and_then(const Scope& scope, const Deadline& deadline,
                                  Deadline::Millis needed) noexcept {
    auto& lane = pool_->lane();
    if (++lane.writes < kWritesPerPurge || deadline.left() < needed) return;
    lane.writes = 0;
    const WaitLimit limit{deadline};
    try {
        Session session{*lane.connection, scope, deadline};
        session.change(statement::ledger_purge);
    } catch (const Unavailable&) {
        lane.connection->rollback(); // no transaction is open, so this only lets it be used again
    } catch (const Conflict&) {
        lane.connection->rollback();
    } catch (const std::exception&) {
        // The write is done, whatever became of this; the next one finds out with a new connection.
        lane.connection.reset();
    }
}

void Database::change(const Scope& scope, const Deadline& deadline, const Work& work) {
    pool_->run(scope.role, deadline, [&](Connection& connection) {
        connection.begin();
        Session session{connection, scope, deadline};
        work(session);
        try {
            commit(connection, deadline);
        } catch (const Lost& e) {
            ++pool_->commit_unknown;
            throw Unavailable{e.number(), e.what()};
        }
    });
}

void Database::check(const Deadline& deadline) {
    const Scope catalog{std::string{kCatalogRole}, std::string{kCatalogSchema}, {}};
    const Scope exchange{std::string{kExchangeRole}, std::string{kExchangeSchema}, {}};
    std::string folder;
    try {
        pool_->run(catalog.role, deadline, [&](Connection& connection) {
            connection.expect_fit();
            Session session{connection, catalog, deadline};
            folder = session.row(statement::data_folder).value().text("data_folder");
            expect_version(session, statement::catalog_version, kCatalogFamily);
        });
        read(exchange, deadline, [](Session& session) {
            expect_version(session, statement::exchange_version, kExchangeFamily);
        });
    } catch (const Unfit& e) {
        throw Fault{e.number(), e.what()};
    }
    if (!pool_->is_local()) return;
    const std::lock_guard lock{mutex_};
    data_folder_ = folder;
}

void Database::expect_tenant_version(const Scope& scope, const Deadline& deadline) {
    std::string wrong;
    read(scope, deadline, [&](Session& session) {
        wrong = wrong_version(session, statement::tenant_version, kTenantFamily);
    });
    if (!wrong.empty()) throw Unavailable{0, scope.schema + ": " + wrong};
}

std::string Database::data_folder() const {
    const std::lock_guard lock{mutex_};
    return data_folder_;
}

std::uint64_t Database::commit_unknown() const {
    return pool_->commit_unknown;
}

} // namespace joingate::db
