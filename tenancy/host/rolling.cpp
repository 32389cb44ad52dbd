#include "tenancy/host/rolling.h"

#include "tenancy/host/units.h"

#include <stdexcept>
#include <vector>

namespace joingate::host {
namespace {

/// "activating": it is being started, or waits for its next try.
bool is_wanted(const Unit& unit) {
    return unit.active != "inactive" && unit.active != "failed" && unit.active != "deactivating";
}

std::vector<Unit> wanted_workers() {
    std::vector<Unit> units;
    for (const auto& name : worker_units())
        if (auto unit = look_at_unit(name); is_wanted(unit)) units.push_back(std::move(unit));
    return units;
}

} // namespace

unsigned restart_workers(const std::function<void(const std::string& unit)>& tell) {
    constexpr std::chrono::seconds kPatience{30};
    const auto units = wanted_workers();
    // NeedDaemonReload does not see a folder of drop-ins that is new.
    if (!units.empty()) systemctl({"daemon-reload"});
    unsigned done = 0;
    for (const auto& unit : units) {
        try {
            systemctl({"restart", unit.name});
            wait_until_it_answers(unit.name, kPatience);
        } catch (const std::runtime_error& e) {
            auto errors = last_errors(unit.name);
            if (!errors.empty()) errors.insert(0, 1, '\n');
            throw std::runtime_error{
                unit.name + " does not come back: " + e.what() + errors + "\n" +
                std::to_string(done) + " of " + std::to_string(units.size()) +
                " workers are restarted, the ones behind it go on as they are. Mend this "
                "(journalctl -u " +
                unit.name + ", joingatectl doctor) and run this again"};
        }
        tell(unit.name);
        ++done;
    }
    return done;
}

} // namespace joingate::host
