#include "tenancy/host/doctor.h"
#include "tenancy/host/program.h"
#include "tenancy/host/units.h"

#include <filesystem>
#include <stdexcept>

namespace joingate::host {
namespace {

namespace fs = std::filesystem;
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

Findings look_at_worker(const std::string& name) {
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

Findings look_at_workers() {
    const auto units = worker_units();
    if (units.empty())
        return {{{},
                 Level::Fail,
                 "there is no joingated@N.service",
                 "joingatectl setup, or: systemctl enable --now joingated.target joingated@1 "
                 "joingated@2"}};
    Findings findings;
    for (const auto& name : units)
        for (auto& finding : look_at_worker(name))
            findings.push_back(std::move(finding));
    return findings;
}

Findings look_at_versions(const Patient& patient) {
    const auto program = find_program("joingated");
    if (program.empty())
        return {{{}, Level::Fail, "there is no program joingated", "install the package joingate"}};
    auto version = run_well({program.substr(program.rfind('/') + 1), "--version"});
    version.erase(version.find_last_not_of('\n') + 1);
    Findings findings{{{}, Level::Ok, version + " is installed", {}}};
    constexpr std::string_view kDeleted = " (deleted)";
    for (const auto& name : worker_units()) {
        const auto pid = look_at_unit(name).pid;
        if (pid == 0) continue;
        std::error_code error;
        const auto running =
            fs::read_symlink(patient.place.at("/proc/" + std::to_string(pid) + "/exe"), error)
                .string();
        if (error)
            findings.push_back(
                {{},
                 Level::Warn,
                 "which program " + name + " runs cannot be seen: " + error.message(),
                 "look as root of the host"});
        else if (running.size() > kDeleted.size() &&
                 running.compare(running.size() - kDeleted.size(), kDeleted.size(), kDeleted) == 0)
            findings.push_back({{},
                                Level::Warn,
                                name + " still runs the program from before the last installation",
                                "joingatectl upgrade"});
    }
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
            {"workers", look_at_workers},
            {"versions", [&patient] { return look_at_versions(patient); }}};
}

} // namespace joingate::host
