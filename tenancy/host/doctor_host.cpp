#include "tenancy/admin/server.h"
#include "tenancy/configuration.h"
#include "tenancy/host/doctor.h"
#include "tenancy/host/file_owner.h"
#include "tenancy/settings.h"
#include "tenancy/shared_memory.h"
#include "tenancy/volume.h"

#include <sys/timex.h>

#include <filesystem>
#include <stdexcept>

namespace joingate::host {
namespace {

namespace fs = std::filesystem;
using Level = Finding::Level;

Findings look_at_clock() {
    timex state{};
    const bool is_synchronised =
        ::adjtimex(&state) >= 0 && (static_cast<unsigned>(state.status) & STA_UNSYNC) == 0U;
    if (is_synchronised) return {{{}, Level::Ok, "it is synchronised", {}}};
    return {{{},
             Level::Warn,
             "it is not synchronised: calls are refused once it is 15 minutes off",
             "install systemd-timesyncd or chrony; in a container, look at the clock of its host"}};
}

Findings look_at_memory(const Patient& patient) {
    const auto settings = read_settings(patient.config_path, Login::None);
    const auto& path = settings.memory_path;
    if (!fs::exists(path))
        return {{{}, Level::Ok, path + " is not there yet: the first worker makes it", {}}};
    try {
        const SharedMemory memory{path, settings.memory_layout};
    } catch (const std::runtime_error& e) {
        return {{{},
                 Level::Fail,
                 std::string{e.what()} + " (" + owner_of(path).in_words() + ')',
                 "stop all workers, remove the file and start them; for a quarter of an hour calls "
                 "that were signed before are refused: joingated(8), FILES"}};
    }
    return {{{}, Level::Ok, path + ", " + owner_of(path).in_words() + ", of this boot", {}}};
}

VolumeLimits volume_limits(const std::string& config_path) {
    const auto config = Configuration::from_file(config_path);
    const auto percent = [&](std::string_view name) {
        return static_cast<unsigned>(config.number(name));
    };
    return {config.text("volume.folder"), percent("volume.alarmPercent"),
            percent("volume.refusePercent")};
}

Findings look_at_disk(const Patient& patient) {
    const auto limits = volume_limits(patient.config_path);
    auto folder = limits.folder;
    if (folder.empty()) {
        const auto settings = read_settings(patient.config_path, Login::Admin);
        if (!settings.database.host.empty())
            return {{{}, Level::Ok, "the database is on another host: look at its disk there", {}}};
        db::SchemaAdmin schemas{settings.admin};
        folder = admin::server_state(schemas).data_folder;
    }
    const auto free = free_percent(folder);
    if (!free) return {{{}, Level::Warn, "the volume of " + folder + " cannot be seen", {}}};
    const auto seen = folder + " has " + std::to_string(static_cast<int>(*free)) + " % free";
    if (*free < limits.refuse_percent)
        return {{{},
                 Level::Fail,
                 seen + ", less than volume.refusePercent: calls that create are refused",
                 "make room"}};
    if (*free < limits.alarm_percent)
        return {{{}, Level::Warn, seen + ", less than volume.alarmPercent", "make room"}};
    return {{{}, Level::Ok, seen, {}}};
}

} // namespace

Looks host_looks(const Patient& patient) {
    return {{"memory file", [&patient] { return look_at_memory(patient); }},
            {"clock", look_at_clock},
            {"disk", [&patient] { return look_at_disk(patient); }}};
}

} // namespace joingate::host
