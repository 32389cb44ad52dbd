#pragma once

#include "sql/database.h"
#include "tenancy/shared_memory.h"

#include <functional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace joingate::admin {

/// What the operator asked for cannot be done; what() says why, and where it helps what to do.
class Refused : public std::runtime_error {
    using std::runtime_error::runtime_error;
};

/// The catalog as an operator changes it, with the administrator's login. A change is committed and
/// every worker told before the function that makes it returns. Thread-safe.
class Catalog {
public:
    Catalog(db::Database& database, const SharedMemory& memory)
        : database_{database}, memory_{memory} {}

    /// One consistent view of the schema joingate.
    void read(const db::Database::Work& work) const;

    /// As `read`, for an account that must exist.
    void read_account(std::string_view account, const db::Database::Work& work) const;

    /// One transaction. `names` are the accounts and access keys that it concerns. `work` may run
    /// more than once. std::runtime_error where it is done but workers could not be told.
    void change(const std::vector<std::string>& names, const db::Database::Work& work) const;

    /// One transaction that begins by locking the account, which must exist.
    void change_account(const std::string& account, const db::Database::Work& work) const;

    /// One transaction in the schema of an instance.
    void change_tenant(const std::string& schema, const db::Database::Work& work) const;
    void read_tenant(const std::string& schema, const db::Database::Work& work) const;

    /// One transaction in the exchange, which may take minutes: an import has as many rows as its
    /// file.
    void change_exchange(const db::Database::Work& work) const;
    void read_exchange(const db::Database::Work& work) const;

private:
    db::Database& database_;
    const SharedMemory& memory_;
};

/// Refused where there is no such account. The lock that comes first in every transaction.
db::Row lock_account(db::Session& session, std::string_view account);

} // namespace joingate::admin
