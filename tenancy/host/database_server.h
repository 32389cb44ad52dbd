#pragma once

#include "tenancy/host/place.h"

#include <filesystem>
#include <optional>
#include <string>

namespace joingate::host {

/// The database server that is installed on this host.
struct DatabaseServer {
    std::string unit; ///< "mariadb.service", "mysql.service" or "mysqld.service"
    bool is_mariadb = false;
};

/// None where systemd knows no unit of one.
std::optional<DatabaseServer> installed_server();

/// The folder whose *.cnf the server reads, the one for its own kind first. Empty where there is
/// none that we know.
std::filesystem::path drop_in_folder(const Place& place, const DatabaseServer& server);

} // namespace joingate::host
