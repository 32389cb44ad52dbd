#include "tenancy/admin/server.h"

#include "sql/statements.h"

namespace joingate::admin {
namespace {

constexpr const char* kLosesWrites = "a crash of its host can lose acknowledged writes";

std::vector<WrongSetting> wrong_settings(const db::Row& row) {
    std::vector<WrongSetting> wrong;
    if (row.number("flush_at_commit") != 1)
        wrong.push_back({"innodb_flush_log_at_trx_commit", row.text("flush_at_commit"), "1",
                         kLosesWrites, true});
    if (row.flag("log_bin") && row.number("sync_binlog") != 1)
        wrong.push_back({"sync_binlog", row.text("sync_binlog"), "1", kLosesWrites, true});
    if (row.flag("local_infile"))
        wrong.push_back(
            {"local_infile", "ON", "OFF", "the server can make clients send their files", true});
    if (!row.flag("log_bin"))
        wrong.push_back({"log_bin", "OFF", "ON",
                         "a crash can take back what another caller has already seen", false});
    return wrong;
}

} // namespace

ServerState server_state(db::SchemaAdmin& schemas) {
    ServerState state;
    schemas.read({}, [&](db::Session& session) {
        const auto row = session.row(statement::server_settings).value();
        state.wrong = wrong_settings(row);
        state.data_folder = row.text("data_folder");
        state.clock_ahead_millis =
            session.row(statement::server_clock).value().number("ahead_millis");
    });
    return state;
}

std::string in_words(const WrongSetting& setting) {
    return setting.name + " is " + setting.value + (setting.is_must ? " and must be " : "; better ") +
           setting.needed + ": " + setting.why;
}

} // namespace joingate::admin
