#pragma once

#include "sql/database.h"

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace joingate::db {

/// What is patient with what: requests give up early, a migration may take its time.
enum class Patience { Request, Administration };

/// What our statements rely on and a server can be configured otherwise: variables of the session,
/// which are set, and of the server, which are as they are. All are asked back in one statement.
/// Not thread-safe.
class SessionNeeds {
public:
    using Cells = std::vector<std::optional<std::string>>;

    SessionNeeds(bool mariadb, Patience patience, ServerDuty duty);

    /// "SET NAMES .., SESSION ..": without questions, needs no right.
    std::string set_text() const;
    /// One row, its cells in the order that expect() wants.
    std::string question() const;
    /// Throws Unfit, which names variable, value and what is needed; Lost where the server takes no
    /// writes now.
    void expect(const Cells& found) const;

    /// Only newer servers have this variable.
    void leave_out(std::string_view variable);

private:
    /// A session's variable and its value, as the server shows it.
    using Variable = std::pair<std::string_view, std::string_view>;

    std::vector<Variable> variables_;
    const bool mariadb_;
    const ServerDuty duty_;
};

/// What of the server itself keeps workers from serving, for an operator who wants to see all of
/// it: the question, and a sentence for each fault that its row shows.
std::string server_question(bool mariadb);
std::vector<std::string> server_faults(bool mariadb, const SessionNeeds::Cells& found);

/// An old MariaDB does not know it.
inline constexpr std::string_view kSnapshotIsolation = "innodb_snapshot_isolation";

} // namespace joingate::db
