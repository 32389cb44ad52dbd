#include "tenancy/host/database_server.h"
#include "tenancy/host/doctor.h"
#include "tenancy/host/units.h"
#include "tenancy/host/worker_secrets.h"
#include "tenancy/settings.h"

namespace joingate::host {
namespace {

using Level = Finding::Level;

Findings look_at_socket() {
    const auto socket = look_at_unit("joingated.socket");
    if (socket.is_active()) return {{{}, Level::Ok, "joingated.socket is active", {}}};
    return {{{},
             Level::Fail,
             "joingated.socket " + socket.in_words(),
             "systemctl start joingated.target; nginx reaches no worker without it"}};
}

Findings look_at_target() {
    const auto target = look_at_unit("joingated.target");
    if (target.is_enabled()) return {{{}, Level::Ok, "joingated.target is enabled", {}}};
    return {{{},
             Level::Warn,
             "joingated.target is " + target.file_state,
             "systemctl enable joingated.target; after a reboot no worker starts without it"}};
}

Finding not_started_at_boot(const Unit& unit) {
    return {unit.name, Level::Warn,
            "it is active, but " + unit.file_state + ": a reboot does not start it",
            "systemctl enable " + unit.name};
}

Findings look_at_worker(const std::string& name, const Patient& patient) {
    const auto unit = look_at_unit(name);
    Findings findings;
    if (!unit.is_active() || unit.text != kAnswering) {
        const auto errors = last_errors(name);
        findings.push_back({name, Level::Fail,
                            "it " + unit.in_words() + (errors.empty() ? "" : "; " + errors),
                            "mend what it says; it tries again by itself. journalctl -u " + name});
    } else {
        findings.push_back({name, Level::Ok, "it " + unit.in_words(), {}});
    }
    if (unit.is_active() && !unit.is_enabled()) findings.push_back(not_started_at_boot(unit));
    if (const auto file = secret_newer_than(unit, patient.config_path); !file.empty())
        findings.push_back({name, Level::Warn, "it was started before " + file + " was written",
                            "joingatectl upgrade --workers-only"});
    if (unit.restarts > 0)
        findings.push_back({name, Level::Warn,
                            "systemd has had to start it again " + std::to_string(unit.restarts) +
                                " times since its last start by hand",
                            "look why: journalctl -p err -u " + name});
    if (unit.needs_reload)
        findings.push_back({name, Level::Warn, "its unit file has changed since systemd read it",
                            "systemctl daemon-reload, then joingatectl upgrade --workers-only"});
    return findings;
}

Findings look_at_workers(const Patient& patient) {
    const auto units = worker_units();
    if (units.empty())
        return {{{},
                 Level::Fail,
                 "there is no joingated@N.service",
                 "joingatectl setup, or: systemctl enable --now joingated.target joingated@1 "
                 "joingated@2"}};
    Findings findings;
    for (const auto& name : units)
        for (auto& finding : look_at_worker(name, patient))
            findings.push_back(std::move(finding));
    return findings;
}

/// What the workers need besides themselves, and the front. One that does not run has a look of its
/// own.
Findings look_at_boot(const Patient& patient) {
    std::vector<std::string> names{"nginx.service"};
    const auto server = installed_server();
    if (server && read_settings(patient.config_path, Login::None).database.host.empty())
        names.insert(names.begin(), server->unit);
    Findings findings;
    std::string good;
    for (const auto& name : names) {
        const auto unit = look_at_unit(name);
        if (!unit.is_active()) continue;
        if (unit.starts_at_boot())
            good += (good.empty() ? "" : ", ") + name + " is " + unit.file_state;
        else
            findings.push_back(not_started_at_boot(unit));
    }
    if (!good.empty()) findings.push_back({{}, Level::Ok, good, {}});
    return findings;
}

} // namespace

Looks service_looks(const Patient& patient) {
    if (!patient.place.has_systemd())
        return {{"systemd", []() -> Findings {
                     return {{{},
                              Level::Warn,
                              "it is not process 1 of this host",
                              "look after socket and workers yourself: joingated(8)"}};
                 }}};
    return {{"socket", look_at_socket},
            {"target", look_at_target},
            {"workers", [&patient] { return look_at_workers(patient); }},
            {"boot", [&patient] { return look_at_boot(patient); }}};
}

} // namespace joingate::host
