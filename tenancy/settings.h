#pragma once

#include "sql/database.h"
#include "tenancy/directory.h"
#include "tenancy/shared_memory.h"

#include <string>

namespace Poco::Util {
class AbstractConfiguration;
} // namespace Poco::Util

namespace joingate {

/// What joingated.properties says to every program that works with the catalog. Keys and defaults:
///   database.socket (/run/mysqld/mysqld.sock), or database.host, database.port (3306) and
///   database.tlsCa; database.user (joingated), database.userHost (localhost with a socket, else
///   %), database.passwordFile; admin.user (root), admin.passwordFile: the login that migrates and
///   administers; secrets.masterKeyFile (/etc/joingate/master.key); gate.memory
///   (/run/joingate-gate/memory), gate.nonceCapacity, gate.rateCapacity: powers of two;
///   gate.windowSeconds (900): 1..900; gate.region (cn-shanghai); quota.NAME, rate.callsPerSecond:
///   what holds for an account without a row of its own.
struct Settings {
    /// The login of the workers.
    db::Settings database;
    /// The same server with the administrator's login; without a password file, unix_socket
    /// authentication.
    db::Settings admin;
    /// Where the server lets the workers' login come from.
    std::string worker_host;
    /// Where the passwords of the two logins are; empty where there is none.
    std::string password_file;
    std::string admin_password_file;
    std::string master_key_file;
    std::string memory_path;
    SharedMemory::Layout memory_layout;
    /// The region that the ARNs of policies name.
    std::string region;
    Defaults defaults;
};

enum class Login { None, Worker, Admin };

/// Reads the keys, and the password file of `login` only, so that neither program needs to be able
/// to read the other's. Throws std::runtime_error that names the key (never a value of a file).
Settings read_settings(const Poco::Util::AbstractConfiguration& config, Login login);

/// The same from a file; `${system.env.NAME}` in a value stands for a variable of the environment.
Settings read_settings(const std::string& path, Login login);

/// What holds where no file says otherwise.
Defaults published_defaults();

} // namespace joingate
