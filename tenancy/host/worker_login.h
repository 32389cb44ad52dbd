#pragma once

#include <string>

namespace joingate::host {

/// What becomes of a worker that logs in.
struct WorkerLogin {
    std::string user;
    std::string refusal; ///< why it would not be served; empty where it would
    /// It has no password: the server asks the operating system who connects. Root cannot connect
    /// as another user, so the administrator's login looked whether the login is there and has its
    /// roles.
    bool is_user_of_system = false;
};

/// Logs in as a worker does, from this process. Throws BadConfiguration, and db::Failure where the
/// administrator's login is needed and not served.
WorkerLogin try_worker_login(const std::string& config_path);

} // namespace joingate::host
