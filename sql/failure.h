#pragma once

#include <stdexcept>
#include <string>
#include <string_view>

namespace joingate::db {

/// What the server's error numbers mean for a request (spec "robustness", section 6, error
/// numbers). Nothing else leaves the folder sql/: `::sql::SQLException` stays inside.
class Failure : public std::runtime_error {
public:
    Failure(int number, const std::string& what) : std::runtime_error{what}, number_{number} {}

    /// The server's or client library's error number, 0 where there is none.
    int number() const { return number_; }

private:
    int number_;
};

/// Nothing can be said about the result, or the database cannot serve now: 503 ServiceUnavailable.
class Unavailable : public Failure {
    using Failure::Failure;
};

/// The server is there, but is not what our statements and promises rely on, and stays so until
/// somebody configures it: nothing is done on it.
class Unfit : public Unavailable {
    using Unavailable::Unavailable;
};

/// Another transaction got in the way; the whole transaction may run again.
class Conflict : public Failure {
    using Failure::Failure;
};

/// There is no connection, it was lost, or its server takes no writes any more; the whole
/// transaction may run again on a new one.
class Lost : public Failure {
    using Failure::Failure;
};

/// A UNIQUE key refused the row.
class Duplicate : public Failure {
public:
    Duplicate(std::string key, const std::string& what)
        : Failure{1062, what}, key_{std::move(key)} {}

    /// Name of the key, without its table: "permission_name".
    const std::string& key() const { return key_; }

private:
    std::string key_;
};

/// This nonce was used by an earlier, different request: the ledger has a row of it.
class Replayed : public Failure {
    using Failure::Failure;
};

/// A bug or a wrong set-up of ours: InternalError and an alarm.
class Fault : public Failure {
    using Failure::Failure;
};

/// Throws what `number` means; for the folder sql/. `doing` names the statement, `message` is the
/// server's; values that the server quotes in it are left out, since what() goes to a log.
[[noreturn]] void throw_failure(int number, std::string_view doing, const std::string& message);

} // namespace joingate::db
