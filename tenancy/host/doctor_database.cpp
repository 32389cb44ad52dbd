#include "tenancy/admin/server.h"
#include "tenancy/admin/setup.h"
#include "tenancy/host/doctor.h"
#include "tenancy/host/worker_login.h"
#include "tenancy/settings.h"

#include <cstdlib>

namespace joingate::host {
namespace {

using Level = Finding::Level;

std::string where(const db::Settings& settings) {
    return settings.host.empty() ? settings.socket
                                 : settings.host + ':' + std::to_string(settings.port);
}

Findings look_at_administrator(const Patient& patient) {
    const auto settings = read_settings(patient.config_path, Login::Admin);
    try {
        db::SchemaAdmin schemas{settings.admin};
        admin::server_state(schemas);
    } catch (const db::Failure& e) {
        return {{{},
                 Level::Fail,
                 settings.admin.user + " cannot use " + where(settings.admin) + ": " + e.what(),
                 "is the server active, and is the login that of admin.user? joingatectl(8), "
                 "ADMINISTRATOR'S LOGIN"}};
    }
    return {{{}, Level::Ok, settings.admin.user + " reaches " + where(settings.admin), {}}};
}

Findings look_at_settings(db::SchemaAdmin& schemas) {
    Findings findings;
    const auto state = admin::server_state(schemas);
    const std::string remedy{"`joingatectl setup` sets it and restarts the server"};
    for (const auto& fault : state.faults)
        findings.push_back({{}, Level::Fail, fault, remedy});
    if (!state.has_binary_log)
        findings.push_back({{}, Level::Warn, std::string{admin::kNoBinaryLog}, remedy});
    if (const auto recovery = schemas.force_recovery(); recovery != "0")
        findings.push_back({{},
                            Level::Warn,
                            "innodb_force_recovery is " + recovery +
                                ", which is for saving the data of a broken server",
                            "copy the data out, mend the server, take innodb_force_recovery out of "
                            "its settings and restart it"});
    if (findings.empty())
        findings.push_back(
            {{}, Level::Ok, "durable, with a binary log; clients load no files", {}});
    return findings;
}

Findings look_at_migrations(db::SchemaAdmin& schemas) {
    Findings findings;
    std::size_t count = 0;
    for (const auto& state : admin::schema_states(schemas)) {
        ++count;
        if (state.applied < state.newest)
            findings.push_back({{},
                                Level::Fail,
                                state.schema + " is at migration " + std::to_string(state.applied) +
                                    " of " + std::to_string(state.newest),
                                "joingatectl upgrade"});
    }
    if (findings.empty())
        findings.push_back({{}, Level::Ok, std::to_string(count) + " schemas, all migrated", {}});
    return findings;
}

Findings look_at_worker_login(const Patient& patient) {
    const auto login = try_worker_login(patient.config_path);
    if (login.is_user_of_system) {
        if (login.refusal.empty())
            return {
                {{}, Level::Ok, login.user + " is known by its user of the operating system", {}}};
        return {{{}, Level::Fail, login.refusal, "joingatectl setup"}};
    }
    if (!login.refusal.empty())
        return {{{},
                 Level::Fail,
                 login.user + ": " + login.refusal,
                 "this is what a worker sees, and why it does not serve; where the login is "
                 "refused, `joingatectl setup` gives it the password of the file"}};
    return {{{}, Level::Ok, login.user + " is served as a worker needs it", {}}};
}

Findings look_at_server_clock(db::SchemaAdmin& schemas) {
    constexpr std::int64_t kNoticeable = 1000;
    constexpr std::int64_t kTooMuch = 60'000;
    const auto ahead = admin::server_state(schemas).clock_ahead_millis;
    const auto off = std::abs(ahead);
    const auto seen = "the server's is " + std::to_string(off) + " ms " +
                      (ahead < 0 ? "behind" : "ahead of") + " this host's";
    if (off < kNoticeable) return {{{}, Level::Ok, seen, {}}};
    return {{{},
             off < kTooMuch ? Level::Warn : Level::Fail,
             seen,
             "let both hosts take their time from the network (NTP)"}};
}

/// What the administrator's login can see. If it cannot connect, the look before has said so.
Findings with_administrator(const Patient& patient, Findings (*look)(db::SchemaAdmin&)) {
    db::SchemaAdmin schemas{read_settings(patient.config_path, Login::Admin).admin};
    try {
        return look(schemas);
    } catch (const db::Unavailable&) {
        return {{{},
                 Level::Fail,
                 "could not be looked at: the administrator's login is not served",
                 "mend the administrator's login first"}};
    }
}

} // namespace

Looks database_looks(const Patient& patient) {
    const auto look = [&patient](const char* about, Findings (*function)(const Patient&)) {
        return Look{about, [&patient, function] { return function(patient); }};
    };
    const auto admin_look = [&patient](const char* about, Findings (*function)(db::SchemaAdmin&)) {
        return Look{about, [&patient, function] { return with_administrator(patient, function); }};
    };
    return {look("administrator's login", look_at_administrator),
            admin_look("database settings", look_at_settings),
            admin_look("migrations", look_at_migrations),
            look("workers' login", look_at_worker_login),
            admin_look("database clock", look_at_server_clock)};
}

} // namespace joingate::host
