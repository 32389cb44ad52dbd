#include "tenancy/admin/server.h"
#include "tenancy/configuration.h"
#include "tenancy/host/doctor.h"
#include "tenancy/secret_file.h"
#include "tenancy/settings.h"
#include "tenancy/shared_memory.h"
#include "tenancy/volume.h"

#include <grp.h>
#include <pwd.h>
#include <sys/stat.h>
#include <sys/timex.h>

#include <array>
#include <cerrno>
#include <cstdio>
#include <filesystem>
#include <stdexcept>
#include <system_error>

namespace joingate::host {
namespace {

namespace fs = std::filesystem;
using Level = Finding::Level;

constexpr std::size_t kEnough = 16384;

std::string user_name(uid_t uid) {
    std::array<char, kEnough> buffer{};
    passwd entry{};
    passwd* found = nullptr;
    ::getpwuid_r(uid, &entry, buffer.data(), buffer.size(), &found);
    return found == nullptr ? std::to_string(uid) : std::string{found->pw_name};
}

std::string group_name(gid_t gid) {
    std::array<char, kEnough> buffer{};
    group entry{};
    group* found = nullptr;
    ::getgrgid_r(gid, &entry, buffer.data(), buffer.size(), &found);
    return found == nullptr ? std::to_string(gid) : std::string{found->gr_name};
}

/// "root:joingate 0640".
std::string owner_and_mode(const std::string& path) {
    struct stat status {};
    if (::stat(path.c_str(), &status) != 0)
        throw std::runtime_error{path + ": " + std::generic_category().message(errno)};
    constexpr unsigned kPermissions = 07777;
    std::array<char, 8> mode{};
    std::snprintf(mode.data(), mode.size(), "%04o", status.st_mode & kPermissions);
    return user_name(status.st_uid) + ':' + group_name(status.st_gid) + ' ' + mode.data();
}

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
                 std::string{e.what()} + " (" + owner_and_mode(path) + ')',
                 "stop all workers, remove the file and start them; for a quarter of an hour calls "
                 "that were signed before are refused: joingated(8), FILES"}};
    }
    return {{{}, Level::Ok, path + ", " + owner_and_mode(path) + ", of this boot", {}}};
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

Finding look_at_secret(const std::string& path, const char* credential,
                       const std::string& if_missing) {
    if (!has_secret(path)) return {path, Level::Fail, "it is not there", if_missing};
    const auto file = file_of_secret(path);
    try {
        if (std::string{credential} == kMasterKeyCredential)
            SecretBox::from_file(path);
        else
            read_secret(path, credential);
    } catch (const std::exception& e) {
        return {file, Level::Fail, e.what(),
                "a secret belongs to root: chown root " + file + "; chmod 600 " + file};
    }
    return {file, Level::Ok, owner_and_mode(file), {}};
}

Findings look_at_secrets(const Patient& patient) {
    const auto settings = read_settings(patient.config_path, Login::None);
    Findings findings{look_at_secret(settings.master_key_file, kMasterKeyCredential,
                                     "put your copy back; on a new site, joingatectl setup makes "
                                     "it")};
    if (!settings.password_file.empty())
        findings.push_back(look_at_secret(settings.password_file, kPasswordCredential,
                                          "joingatectl setup makes it"));
    if (!settings.admin_password_file.empty())
        findings.push_back(look_at_secret(settings.admin_password_file, kAdminPasswordCredential,
                                          "write the administrator's password into it"));
    return findings;
}

} // namespace

Looks host_looks(const Patient& patient) {
    return {{"secrets", [&patient] { return look_at_secrets(patient); }},
            {"memory file", [&patient] { return look_at_memory(patient); }},
            {"clock", look_at_clock},
            {"disk", [&patient] { return look_at_disk(patient); }}};
}

} // namespace joingate::host
