#include "sql/failure.h"

#include <algorithm>
#include <array>

namespace joingate::db {
namespace {

enum class Meaning { Conflict, Lost, Unavailable, Duplicate };

struct Number {
    int number;
    Meaning meaning;
};

// Spec "robustness", section 6, error numbers; whatever is not here is a Fault.
constexpr std::array kNumbers{
    Number{1020, Meaning::Conflict}, // record has changed since last read
    Number{1205, Meaning::Conflict}, // lock wait timeout
    Number{1213, Meaning::Conflict}, // deadlock
    Number{1412, Meaning::Conflict}, // a table was altered since the snapshot
    Number{1615, Meaning::Conflict}, // a prepared statement has to be prepared again
    Number{3572, Meaning::Conflict}, // NOWAIT

    Number{1040, Meaning::Lost}, // too many connections
    Number{1042, Meaning::Lost}, // bad host
    Number{1043, Meaning::Lost}, // bad handshake
    Number{1047, Meaning::Lost}, // unknown command
    Number{1053, Meaning::Lost}, // server shutdown
    Number{1077, Meaning::Lost}, // normal shutdown
    Number{1129, Meaning::Lost}, // host is blocked
    Number{1152, Meaning::Lost}, // aborted connection
    Number{1158, Meaning::Lost}, // network read
    Number{1159, Meaning::Lost}, // network read timeout
    Number{1160, Meaning::Lost}, // network write
    Number{1161, Meaning::Lost}, // network write timeout
    Number{1184, Meaning::Lost}, // new aborted connection
    Number{1203, Meaning::Lost}, // too many user connections
    Number{1226, Meaning::Lost}, // user limit reached
    Number{1290, Meaning::Lost}, // option prevents statement (read only): another server may be the
                                 // one by now
    Number{1836, Meaning::Lost}, // read-only mode
    Number{1927, Meaning::Lost}, // connection was killed
    Number{2002, Meaning::Lost}, // no connection through the socket
    Number{2003, Meaning::Lost}, // no connection to the host
    Number{2005, Meaning::Lost}, // unknown host
    Number{2006, Meaning::Lost}, // server has gone away
    Number{2012, Meaning::Lost}, // handshake
    Number{2013, Meaning::Lost}, // lost during query
    Number{2026, Meaning::Lost}, // TLS: the other end is gone
    Number{2055, Meaning::Lost}, // lost, with the system's error
    Number{3032, Meaning::Lost}, // offline mode
    Number{3098, Meaning::Lost}, // refused by a plugin (group replication)
    Number{3100, Meaning::Lost}, // a plugin's hook failed: the server leaves its group
    Number{3101, Meaning::Lost}, // rolled back by the group
    Number{3796, Meaning::Lost}, // waited too long for the group
    Number{3797, Meaning::Lost}, // killed while it waited for the group
    Number{4031, Meaning::Lost}, // disconnected by the server for inactivity

    Number{1317, Meaning::Unavailable}, // query was killed
    Number{1969, Meaning::Unavailable}, // max_statement_time
    Number{3024, Meaning::Unavailable}, // max_execution_time
    Number{1021, Meaning::Unavailable}, // disk full
    Number{1028, Meaning::Unavailable}, // sort aborted
    Number{1030, Meaning::Unavailable}, // error from storage engine
    Number{1037, Meaning::Unavailable}, // out of memory
    Number{1038, Meaning::Unavailable}, // out of sort memory
    Number{1041, Meaning::Unavailable}, // out of resources
    Number{1114, Meaning::Unavailable}, // table is full
    Number{1135, Meaning::Unavailable}, // cannot create a thread
    Number{1206, Meaning::Unavailable}, // lock table is full
    Number{1467, Meaning::Unavailable}, // no room to keep an AUTO_INCREMENT
    Number{1792, Meaning::Unavailable}, // read-only transaction

    Number{1062, Meaning::Duplicate},
    Number{1586, Meaning::Duplicate},
};

// Their messages repeat a value.
constexpr std::array kQuoting{1062, 1292, 1366, 1367, 1411, 1525, 1586, 4025};

// A login without a password, on a MySQL that nobody told to know its user by the socket.
constexpr int kPluginNotLoaded = 1524;
constexpr std::string_view kWithoutPassword =
    ". A login without a password needs it: run INSTALL PLUGIN auth_socket SONAME 'auth_socket.so' "
    "on the server, or name a password file (database.passwordFile, admin.passwordFile)";

// "Duplicate entry 'a-b' for key 'table.key'": MariaDB writes the key alone, MySQL with its table.
std::string key_name(const std::string& message) {
    const auto last = message.rfind('\'');
    if (last == std::string::npos || last == 0) return {};
    const auto first = message.rfind('\'', last - 1);
    if (first == std::string::npos) return {};
    auto key = message.substr(first + 1, last - first - 1);
    const auto dot = key.rfind('.');
    return dot == std::string::npos ? key : key.substr(dot + 1);
}

// Of a message that quotes values ("Incorrect integer value: '..' for column ..") only what stands
// behind the last of them.
std::string without_values(int number, const std::string& message) {
    if (std::find(kQuoting.begin(), kQuoting.end(), number) == kQuoting.end()) return message;
    const auto tail = message.rfind(" for ");
    return tail == std::string::npos ? std::string{} : message.substr(tail + 1);
}

} // namespace

void throw_failure(int number, std::string_view doing, const std::string& message) {
    auto what =
        std::string{doing} + ": " + std::to_string(number) + ' ' + without_values(number, message);
    if (number == kPluginNotLoaded) what += kWithoutPassword;
    const auto* const found =
        std::find_if(kNumbers.begin(), kNumbers.end(),
                     [number](const Number& known) { return known.number == number; });
    if (found == kNumbers.end()) throw Fault{number, what};
    switch (found->meaning) {
    case Meaning::Conflict: throw Conflict{number, what};
    case Meaning::Lost: throw Lost{number, what};
    case Meaning::Unavailable: throw Unavailable{number, what};
    case Meaning::Duplicate: throw Duplicate{key_name(message), what};
    }
    throw Fault{number, what};
}

} // namespace joingate::db
