#pragma once

#include "sql/schema_admin.h"

#include <string>
#include <vector>

namespace joingate::admin {

/// A setting of the database server that is not as it should be.
struct WrongSetting {
    std::string name;
    std::string value;  ///< as it is now
    std::string needed; ///< what it must be
    std::string why;    ///< "acknowledged writes can be lost"
    bool is_must;       ///< workers do not serve without; else it is advice
};

/// What an operator wants to know of the server.
struct ServerState {
    std::vector<WrongSetting> wrong;
    std::string data_folder; ///< on the server's host
    /// The server's clock minus that of this host.
    std::int64_t clock_ahead_millis = 0;
};

/// Asks the server with the administrator's login. Throws db::Failure.
ServerState server_state(db::SchemaAdmin& schemas);

/// "sync_binlog is 0 and must be 1: acknowledged writes can be lost".
std::string in_words(const WrongSetting& setting);

} // namespace joingate::admin
