#include "tenancy/host/worker_login.h"

#include "sql/failure.h"
#include "sql/rights.h"
#include "sql/schema_admin.h"
#include "sql/schema_names.h"
#include "tenancy/settings.h"

#include <unistd.h>

#include <algorithm>
#include <chrono>

namespace joingate::host {
namespace {

/// What the server says about the login as a worker; empty where it serves it.
std::string refusal_of_server(const db::Settings& settings) try {
    constexpr std::chrono::seconds kPatience{5};
    db::Database{settings}.check(db::Deadline::after(kPatience));
    return {};
} catch (const db::Failure& e) {
    return e.what();
}

/// What the login lacks as the administrator sees it; empty where it lacks nothing.
std::string lack_of_login(db::SchemaAdmin& schemas, const db::Login& login) {
    const auto name = '\'' + login.user + "'@'" + login.host + '\'';
    std::vector<std::string> lines;
    try {
        lines = schemas.grants(login);
    } catch (const db::Fault& e) {
        constexpr int kNoSuchGrant = 1141;
        if (e.number() != kNoSuchGrant) throw;
        return "the server knows no login " + name;
    }
    for (const auto role : {db::kCatalogRole, db::kExchangeRole})
        if (std::none_of(lines.begin(), lines.end(), [&](const std::string& line) {
                return line.find(db::membership(role)) != std::string::npos;
            }))
            return "the login " + name + " lacks the role " + std::string{role};
    return {};
}

} // namespace

WorkerLogin try_worker_login(const std::string& config_path) {
    const auto worker = read_settings(config_path, Login::Worker);
    const auto& user = worker.database.user;
    const bool is_user_of_system =
        worker.password_file.empty() && worker.database.host.empty() && ::geteuid() == 0;
    if (!is_user_of_system) return {user, refusal_of_server(worker.database), false};
    db::SchemaAdmin schemas{read_settings(config_path, Login::Admin).admin};
    return {user, lack_of_login(schemas, {user, worker.worker_host}), true};
}

} // namespace joingate::host
