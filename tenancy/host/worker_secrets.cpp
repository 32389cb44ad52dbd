#include "tenancy/host/worker_secrets.h"

#include "tenancy/host/file_time.h"
#include "tenancy/secret_file.h"
#include "tenancy/settings.h"

namespace joingate::host {

std::string secret_newer_than(const Unit& worker, const std::string& config_path) {
    if (!worker.is_active()) return {};
    const auto settings = read_settings(config_path, Login::None);
    for (const auto& path : {settings.password_file, settings.master_key_file}) {
        if (path.empty() || !has_secret(path)) continue;
        auto file = file_of_secret(path);
        if (was_changed_after(file, worker.started_at)) return file;
    }
    return {};
}

} // namespace joingate::host
