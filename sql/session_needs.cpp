#include "sql/session_needs.h"

#include "sql/failure.h"

#include <algorithm>
#include <array>

namespace joingate::db {
namespace {

using Variable = std::pair<std::string_view, std::string_view>;

constexpr int kReadOnly = 1290;

// A server may ignore the character set of the handshake, and init_connect may say anything.
// The same collation on every server, and one that compares as the columns do.
constexpr std::string_view kSetNames = "SET NAMES utf8mb4 COLLATE utf8mb4_bin";
constexpr std::array kNames{
    Variable{"character_set_client", "utf8mb4"}, Variable{"character_set_connection", "utf8mb4"},
    Variable{"character_set_results", "utf8mb4"}, Variable{"collation_connection", "utf8mb4_bin"}};

constexpr std::array kOnEveryServer{
    Variable{"autocommit", "1"}, Variable{"completion_type", "NO_CHAIN"},
    Variable{"time_zone", "+00:00"},
    // In the order in which servers show it.
    Variable{"sql_mode", "ONLY_FULL_GROUP_BY,STRICT_ALL_TABLES,NO_ZERO_IN_DATE,NO_ZERO_DATE,"
                         "ERROR_FOR_DIVISION_BY_ZERO,NO_ENGINE_SUBSTITUTION"},
    Variable{"innodb_lock_wait_timeout", "1"},
    // Rows that are left out: policies would be incomplete.
    Variable{"sql_select_limit", "18446744073709551615"}, Variable{"sql_big_selects", "1"},
    Variable{"sql_safe_updates", "0"},
    Variable{"sql_auto_is_null", "0"}, // "id IS NULL" would mean the last id
    Variable{"group_concat_max_len", "1048576"}, Variable{"max_sort_length", "1024"},
    Variable{"foreign_key_checks", "1"}, Variable{"unique_checks", "1"},
    Variable{"sql_quote_show_create", "1"}, // rights are compared as SHOW GRANTS writes them
    Variable{"lc_messages", "en_US"},       // the name of a duplicate key is read from the message
};

constexpr std::array kOnMariaDb{
    Variable{"tx_isolation", "REPEATABLE-READ"},
    Variable{"tx_read_only", "0"},
    Variable{"check_constraint_checks", "1"},
    Variable{kSnapshotIsolation, "1"},
};

constexpr std::array kOnMySql{
    Variable{"transaction_isolation", "REPEATABLE-READ"},
    Variable{"transaction_read_only", "0"},
};

Variable lock_time(Patience patience) {
    return {"lock_wait_timeout", patience == Patience::Request ? "2" : "1"};
}

Variable statement_time(bool mariadb, Patience patience) {
    const bool request = patience == Patience::Request;
    return mariadb ? Variable{"max_statement_time", request ? "1.500000" : "0.000000"}
                   : Variable{"max_execution_time", request ? "1500" : "0"};
}

bool is_number(std::string_view value) {
    return value.find_first_not_of("0123456789.") == std::string_view::npos;
}

std::string literal(std::string_view value) {
    return is_number(value) ? std::string{value} : '\'' + std::string{value} + '\'';
}

// --- the server -----------------------------------------------------------------------------

constexpr std::string_view kLosesWrites = "can lose acknowledged writes";

struct OfServer {
    std::string_view name;                 ///< as an operator knows it
    std::string_view question;             ///< "0" or "1" where it is a switch
    std::array<std::string_view, 4> right; ///< and nothing else, also not ""
    std::string_view what_is_wrong;
    std::string_view remedy;
};

// A binary log is only sometimes there, and only then has to be flushed.
constexpr std::array kOfServer{
    OfServer{"innodb_flush_log_at_trx_commit",
             "@@GLOBAL.innodb_flush_log_at_trx_commit",
             {"1"},
             kLosesWrites,
             "set innodb_flush_log_at_trx_commit = 1"},
    OfServer{"sync_binlog",
             "IF(@@GLOBAL.log_bin, @@GLOBAL.sync_binlog, 1)",
             {"1"},
             kLosesWrites,
             "it has a binary log, so set sync_binlog = 1"},
    OfServer{"innodb_doublewrite",
             "@@GLOBAL.innodb_doublewrite",
             {"1", "ON", "DETECT_AND_RECOVER"},
             kLosesWrites,
             "set innodb_doublewrite = ON"},
    OfServer{"innodb_flush_method",
             "@@GLOBAL.innodb_flush_method",
             {"fsync", "O_DSYNC", "O_DIRECT", "O_DIRECT_NO_FSYNC"},
             kLosesWrites,
             "set innodb_flush_method = O_DIRECT"},
    OfServer{"local_infile",
             "@@GLOBAL.local_infile",
             {"0"},
             "lets clients load files",
             "set local_infile = OFF"},
};

constexpr OfServer kRedoLogOfMySql{"Innodb_redo_log_enabled",
                                   "(SELECT VARIABLE_VALUE FROM performance_schema.global_status"
                                   " WHERE VARIABLE_NAME = 'Innodb_redo_log_enabled')",
                                   {"ON"},
                                   kLosesWrites,
                                   "run ALTER INSTANCE ENABLE INNODB REDO_LOG"};

// An enumeration on newer servers.
constexpr std::array<std::string_view, 2> kReadOnlySwitches{"read_only", "innodb_read_only"};
constexpr std::array<std::string_view, 2> kOff{"0", "OFF"};

std::vector<OfServer> asked_of_server(bool mariadb) {
    std::vector<OfServer> all{kOfServer.begin(), kOfServer.end()};
    if (!mariadb) all.push_back(kRedoLogOfMySql);
    return all;
}

std::string shown(const std::optional<std::string>& value) {
    return value.value_or("NULL");
}

bool is_right(const OfServer& one, const std::optional<std::string>& found) {
    return found && std::find(one.right.begin(), one.right.end(), *found) != one.right.end();
}

std::string complaint(const OfServer& one, const std::optional<std::string>& found) {
    return "the database server " + std::string{one.what_is_wrong} + ": " + std::string{one.name} +
           " is " + shown(found) + "; " + std::string{one.remedy};
}

} // namespace

SessionNeeds::SessionNeeds(bool mariadb, Patience patience, ServerDuty duty)
    : variables_{kOnEveryServer.begin(), kOnEveryServer.end()}, mariadb_{mariadb}, duty_{duty} {
    if (mariadb)
        variables_.insert(variables_.end(), kOnMariaDb.begin(), kOnMariaDb.end());
    else
        variables_.insert(variables_.end(), kOnMySql.begin(), kOnMySql.end());
    variables_.push_back(lock_time(patience));
    variables_.push_back(statement_time(mariadb, patience));
}

std::string SessionNeeds::set_text() const {
    std::string text{kSetNames};
    for (const auto& [name, value] : variables_)
        text.append(", SESSION ").append(name).append(" = ").append(literal(value));
    return text;
}

std::string SessionNeeds::question() const {
    std::string text{"SELECT "};
    for (const auto& [name, value] : kNames)
        text.append("@@SESSION.").append(name).append(", ");
    for (const auto& [name, value] : variables_)
        text.append("@@SESSION.").append(name).append(", ");
    if (duty_ == ServerDuty::Serve) {
        for (const auto& one : asked_of_server(mariadb_))
            text.append(one.question).append(", ");
        for (const auto name : kReadOnlySwitches)
            text.append("@@GLOBAL.").append(name).append(", ");
    }
    text.resize(text.size() - 2);
    return text;
}

void SessionNeeds::expect(const Cells& found) const {
    auto cell = found.begin();
    const auto expect_of_session = [&](const Variable& variable) {
        const auto& value = *cell++;
        if (value != variable.second)
            throw Unfit{0, "the database server overrides " + std::string{variable.first} +
                               ": it is '" + shown(value) + "', joingate needs '" +
                               std::string{variable.second} + '\''};
    };
    std::for_each(kNames.begin(), kNames.end(), expect_of_session);
    std::for_each(variables_.begin(), variables_.end(), expect_of_session);
    if (duty_ != ServerDuty::Serve) return;
    for (const auto& one : asked_of_server(mariadb_)) {
        const auto& value = *cell++;
        if (!is_right(one, value)) throw Unfit{0, complaint(one, value)};
    }
    for (const auto name : kReadOnlySwitches) {
        const auto& value = *cell++;
        if (!value || std::find(kOff.begin(), kOff.end(), *value) == kOff.end())
            throw Lost{kReadOnly, "the database server takes no writes: " + std::string{name} +
                                      " is " + shown(value)};
    }
}

void SessionNeeds::leave_out(std::string_view variable) {
    variables_.erase(std::remove_if(variables_.begin(), variables_.end(),
                                    [&](const Variable& one) { return one.first == variable; }),
                     variables_.end());
}

std::string server_question(bool mariadb) {
    std::string text{"SELECT "};
    for (const auto& one : asked_of_server(mariadb))
        text.append(one.question).append(", ");
    text.resize(text.size() - 2);
    return text;
}

std::vector<std::string> server_faults(bool mariadb, const SessionNeeds::Cells& found) {
    std::vector<std::string> faults;
    auto cell = found.begin();
    for (const auto& one : asked_of_server(mariadb)) {
        const auto& value = *cell++;
        if (!is_right(one, value)) faults.push_back(complaint(one, value));
    }
    return faults;
}

} // namespace joingate::db
