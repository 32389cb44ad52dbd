#pragma once

#include "sql/database.h"
#include "tenancy/directory.h"
#include "tenancy/shared_memory.h"

#include <string>

namespace joingate {

class Configuration;

/// What joingated.properties says to every program that works with the catalog: its settings
/// `database.*`, `admin.*`, `secrets.*`, `gate.*`, `quota.*` and `rate.*` (setting.h).
struct Settings {
    /// The login of the workers.
    db::Settings database;
    /// The same server with the administrator's login; without a password file, unix_socket
    /// authentication.
    db::Settings admin;
    /// Where the server lets the workers' login come from.
    std::string worker_host;
    /// Where the passwords of the two logins are, or would be; empty where none is wanted.
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

/// Reads the password file of `login` only, so that neither program needs to be able to read the
/// other's. A default password file that is not there means that no password is needed; one that
/// the configuration names has to be there. Throws BadConfiguration, which never holds what stands
/// in a file of secrets.
Settings read_settings(const Configuration& config, Login login);

/// The same from a file (Configuration::from_file).
Settings read_settings(const std::string& path, Login login);

/// What holds where no file says otherwise.
Defaults published_defaults();

} // namespace joingate
