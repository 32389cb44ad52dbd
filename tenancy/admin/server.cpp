#include "tenancy/admin/server.h"

#include "sql/statements.h"

namespace joingate::admin {

ServerState server_state(db::SchemaAdmin& schemas) {
    ServerState state;
    state.faults = schemas.server_faults();
    schemas.read({}, [&](db::Session& session) {
        const auto row = session.row(statement::server_state).value();
        state.has_binary_log = row.flag("log_bin");
        state.data_folder = row.text("data_folder");
        state.clock_ahead_millis = row.number("ahead_millis");
    });
    return state;
}

} // namespace joingate::admin
