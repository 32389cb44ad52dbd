#include "tenancy/admin/server.h"

#include "sql/schema_admin.h"
#include "sql/statements.h"

namespace joingate::admin {

ServerState server_state(db::Settings administrator) {
    ServerState state;
    administrator.duty = db::ServerDuty::Administer;
    bool has_binary_log = false;
    db::SchemaAdmin{administrator}.read({}, [&](db::Session& session) {
        state.data_folder = session.row(statement::data_folder).value().text("data_folder");
        has_binary_log = session.row(statement::binary_log).value().flag("log_bin");
        state.clock_ahead_millis =
            session.row(statement::server_clock).value().number("ahead_millis");
    });
    administrator.duty = db::ServerDuty::Serve;
    try {
        db::SchemaAdmin{administrator}.is_mariadb(); // connects, as a worker does
    } catch (const db::Unfit& e) {
        state.problems.push_back({e.what(), true});
    }
    if (!has_binary_log)
        state.problems.push_back(
            {"the database server has no binary log, so a crash of it can take back what another "
             "caller has already seen: log_bin is OFF; set log_bin",
             false});
    return state;
}

} // namespace joingate::admin
