#pragma once

#include "sql/database.h"
#include "tenancy/access_key.h"
#include "tenancy/account.h"
#include "tenancy/monotonic_clock.h"
#include "tenancy/principal.h"

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <string_view>

namespace joingate {

class SharedMemory;

/// What holds for an account that has no row of its own in the catalog.
struct Defaults {
    std::map<std::string, std::int64_t, std::less<>>
        quotas; ///< by quota name, e.g. LOCAL_JOIN_PERMISSION
    unsigned calls_per_second = 5;
};

/// The catalog as workers read it: a bounded cache over the catalog schema. Every look-up compares
/// generation numbers in shared memory, so a change holds from the moment `joingatectl` reports it.
/// What is known is looked up again after 60 s, also that a name is unknown: so long may a change
/// go unseen that was not announced. Thread-safe. Throws db::Unavailable when the catalog must be
/// read and cannot be.
class Directory {
public:
    Directory(db::Database& database, const SharedMemory& memory, const SecretBox& secrets,
              Defaults defaults, MonotonicClock clock = time_since_boot);
    ~Directory();

    /// Null for a key that does not exist.
    std::shared_ptr<const Principal> find_key(std::string_view access_key_id,
                                              const db::Deadline& deadline) const;

    /// By login name or numeric uid (domain Q-24); null where there is none.
    std::shared_ptr<const Account> find_account(std::string_view name_or_uid,
                                                const db::Deadline& deadline) const;

private:
    class Cache;
    std::unique_ptr<Cache> cache_;
};

} // namespace joingate
