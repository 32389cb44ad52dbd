#include "tenancy/host/doctor.h"
#include "tenancy/host/program.h"
#include "tenancy/host/running_program.h"
#include "tenancy/host/units.h"

#include <stdexcept>

namespace joingate::host {
namespace {

using Level = Finding::Level;

Finding look_at_installed(const std::string& installed, const std::string& own) {
    if (installed == "joingated " + own)
        return {{}, Level::Ok, installed + " is installed, and joingatectl " + own, {}};
    return {{},
            Level::Warn,
            installed + " is installed, but this is joingatectl " + own,
            "install both from one package; is another one first in PATH?"};
}

Finding look_at_running(const Unit& unit, const Patient& patient, const std::string& program,
                        const std::string& installed) {
    RunningProgram running;
    try {
        running = running_program(patient.place, unit.pid, program);
    } catch (const std::runtime_error& e) {
        return {unit.name, Level::Warn, std::string{"its version cannot be seen: "} + e.what(),
                "look as root of the host"};
    }
    if (running.is_installed)
        return {unit.name, Level::Ok, "it runs " + running.version + ", as installed", {}};
    const auto seen = "it runs " + running.version + " from " + running.file;
    if (running.version == installed)
        return {unit.name, Level::Warn, seen + "; the same version is installed anew",
                "joingatectl upgrade --workers-only"};
    return {unit.name, Level::Warn, seen + ", but " + installed + " is installed",
            "joingatectl upgrade"};
}

Findings look_at_versions(const Patient& patient) {
    const auto program = find_program("joingated");
    if (program.empty())
        return {{{}, Level::Fail, "there is no program joingated", "install the package joingate"}};
    const auto installed = version_of(program);
    Findings findings{look_at_installed(installed, patient.version)};
    if (!patient.place.has_systemd()) return findings;
    for (const auto& name : worker_units())
        if (const auto unit = look_at_unit(name); unit.pid != 0)
            findings.push_back(look_at_running(unit, patient, program, installed));
    return findings;
}

} // namespace

Looks version_looks(const Patient& patient) {
    return {{"versions", [&patient] { return look_at_versions(patient); }}};
}

} // namespace joingate::host
