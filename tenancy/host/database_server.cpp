#include "tenancy/host/database_server.h"

#include "tenancy/host/units.h"

#include <vector>

namespace joingate::host {

std::optional<DatabaseServer> installed_server() {
    // On Debian mysql.service is another name of mariadb.service where that is installed.
    for (const auto* const name : {"mariadb.service", "mysql.service", "mysqld.service"})
        if (look_at_unit(name).is_there())
            return DatabaseServer{name, std::string{name} == "mariadb.service"};
    return std::nullopt;
}

std::filesystem::path drop_in_folder(const Place& place, const DatabaseServer& server) {
    const std::vector<std::string> folders =
        server.is_mariadb ? std::vector<std::string>{"/etc/mysql/mariadb.conf.d", "/etc/my.cnf.d"}
                          : std::vector<std::string>{"/etc/mysql/mysql.conf.d", "/etc/mysql/conf.d",
                                                     "/etc/my.cnf.d"};
    for (const auto& folder : folders)
        if (std::filesystem::is_directory(place.at(folder))) return place.at(folder);
    return {};
}

} // namespace joingate::host
