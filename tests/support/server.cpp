#include "tests/support/server.h"

#include <cstdlib>
#include <stdexcept>

namespace joingate::test {

bool on_mysql() {
    const char* const named = std::getenv("JOINGATE_TEST_SERVER"); // NOLINT: nobody sets it meanwhile
    const std::string server{named == nullptr ? "mariadb" : named};
    if (server != "mariadb" && server != "mysql")
        throw std::runtime_error{"JOINGATE_TEST_SERVER is '" + server +
                                 "'; it can be mariadb or mysql"};
    return server == "mysql";
}

std::string of_this_server(const std::string& name) {
    return on_mysql() ? name + ".mysql" : name;
}

} // namespace joingate::test
