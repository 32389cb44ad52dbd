#include "tenancy/admin/server.h"

namespace joingate::admin {
namespace {

// :now is the time of this program.
constexpr db::Statement kServer{
    "server", "SELECT @@GLOBAL.log_bin AS log_bin, @@GLOBAL.datadir AS data_folder, "
              "CAST(UNIX_TIMESTAMP(SYSDATE(6)) * 1000 AS SIGNED) - :now AS ahead_millis"};

} // namespace

ServerState server_state(db::SchemaAdmin& schemas) {
    ServerState state;
    state.faults = schemas.server_faults();
    schemas.read({}, [&](db::Session& session) {
        const auto row = session.row(kServer).value();
        state.has_binary_log = row.flag("log_bin");
        state.data_folder = row.text("data_folder");
        state.clock_ahead_millis = row.number("ahead_millis");
    });
    return state;
}

} // namespace joingate::admin
