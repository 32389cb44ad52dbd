#pragma once

#include "sql/database.h"

#include <cstdint>
#include <string>
#include <vector>

namespace joingate::admin {

/// Something of the database server that is not as it should be.
struct ServerProblem {
    std::string what; ///< names the variable, its value and what to set
    bool is_must;     ///< no worker serves as long as it is so; else it is advice
};

/// What an operator wants to know of the server.
struct ServerState {
    /// Of what workers need, the first that they would meet.
    std::vector<ServerProblem> problems;
    std::string data_folder; ///< on the server's host
    /// The server's clock minus that of this host.
    std::int64_t clock_ahead_millis = 0;
};

/// Asks the server with the administrator's login. Throws db::Failure.
ServerState server_state(db::Settings administrator);

} // namespace joingate::admin
