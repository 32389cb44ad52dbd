#pragma once

#include "sql/schema_admin.h"

#include <string>
#include <string_view>
#include <vector>

namespace joingate::admin {

inline constexpr std::string_view kNoBinaryLog =
    "log_bin is OFF: a crash can take back what another caller has already seen";

/// What an operator wants to know of the server.
struct ServerState {
    /// Why workers do not serve, as SchemaAdmin::server_faults() says.
    std::vector<std::string> faults;
    bool has_binary_log = false;
    std::string data_folder; ///< on the server's host
    /// The server's clock minus that of this host.
    std::int64_t clock_ahead_millis = 0;
};

/// Asks the server with the administrator's login. Throws db::Failure.
ServerState server_state(db::SchemaAdmin& schemas);

} // namespace joingate::admin
