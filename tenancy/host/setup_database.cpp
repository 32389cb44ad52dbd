#include "tenancy/admin/server.h"
#include "tenancy/admin/setup.h"
#include "tenancy/host/database_server.h"
#include "tenancy/host/program.h"
#include "tenancy/host/setup_steps.h"
#include "tenancy/host/units.h"
#include "tenancy/host/worker_login.h"
#include "tenancy/settings.h"

#include <filesystem>
#include <fstream>
#include <iterator>
#include <stdexcept>
#include <thread>

namespace joingate::host {
namespace {

namespace fs = std::filesystem;

constexpr const char* kDropIn = "60-joingate.cnf";
constexpr const char* kShipped = "/usr/share/joingate/mysql/60-joingate.cnf";

std::string content(const fs::path& path) {
    std::ifstream file{path, std::ios::binary};
    if (!file) throw std::runtime_error{"cannot read " + path.string()};
    return {std::istreambuf_iterator<char>{file}, std::istreambuf_iterator<char>{}};
}

DatabaseServer the_server() {
    if (auto server = installed_server()) return *server;
    throw std::runtime_error{
        "systemd knows no mariadb.service, mysql.service or mysqld.service: install "
        "mariadb-server or mysql-server, or name a server on another host with database.host"};
}

std::string joined(const std::vector<std::string>& faults) {
    std::string text;
    for (const auto& fault : faults)
        text += (text.empty() ? "" : "; ") + fault;
    return text;
}

class ServerStep : public Step {
public:
    explicit ServerStep(SetupPlan plan) : plan_{std::move(plan)} {}

    std::string name() const override { return "database server"; }

    Seen look() override {
        const auto settings = read_settings(plan_.config_path, Login::None);
        if (!settings.database.host.empty())
            return {true, "on " + settings.database.host + ", not on this host", {}};
        const auto unit = look_at_unit(the_server().unit);
        if (unit.is_active() && unit.starts_at_boot())
            return {true, unit.name + " is active and " + unit.file_state, {}};
        return {false, unit.name + ' ' + unit.in_words() + ", and is " + unit.file_state,
                "enable and start " + unit.name};
    }

    void perform() override { systemctl({"enable", "--now", the_server().unit}); }

private:
    SetupPlan plan_;
};

class DurableStep : public Step {
public:
    explicit DurableStep(SetupPlan plan) : plan_{std::move(plan)} {}

    std::string name() const override { return "durable settings of the server"; }

    Seen look() override {
        const auto settings = read_settings(plan_.config_path, Login::Admin);
        db::SchemaAdmin schemas{settings.admin};
        const auto state = admin::server_state(schemas);
        auto wrong = state.faults;
        const bool is_remote = !settings.database.host.empty();
        // Advice, which is taken where this program can do so itself, and once.
        if (!state.has_binary_log && !is_remote && !is_in_place())
            wrong.emplace_back(admin::kNoBinaryLog);
        if (wrong.empty()) return {true, "they are in force", {}};
        if (is_remote)
            return {false, joined(wrong),
                    "nothing: the server is on another host; set them there and restart it"};
        const auto unit = the_server().unit;
        const auto restart = "restart " + unit + " (calls are answered 503 meanwhile)";
        if (is_in_place()) return {false, joined(wrong), restart};
        return {false, joined(wrong),
                "copy " + shipped().string() + " to " + target().string() + ", " + restart};
    }

    void perform() override {
        const auto settings = read_settings(plan_.config_path, Login::Admin);
        if (!settings.database.host.empty())
            throw std::runtime_error{"the server is on another host: set this there, restart it "
                                     "and run this again: " +
                                     look().what};
        if (!is_in_place()) copy();
        systemctl({"restart", the_server().unit});
        wait_for_server(settings.admin);
        const auto seen = look();
        if (!seen.done)
            throw std::runtime_error{seen.what + ". " + target().string() +
                                     " is in place, so a file that is read later, or an option of "
                                     "the server's unit, says otherwise: look for these names in " +
                                     "/etc/mysql, mend them and run this again"};
    }

private:
    fs::path shipped() const { return plan_.place.at(kShipped); }

    fs::path target() const {
        const auto folder = drop_in_folder(plan_.place, the_server());
        if (folder.empty())
            throw std::runtime_error{"none of the folders is there that a server on Debian reads "
                                     "its settings from (/etc/mysql/mariadb.conf.d, "
                                     "/etc/mysql/mysql.conf.d): put the lines of " +
                                     shipped().string() + " where yours reads them and restart it"};
        return folder / kDropIn;
    }

    bool is_in_place() const {
        if (!installed_server()) return false;
        const auto folder = drop_in_folder(plan_.place, the_server());
        return !folder.empty() && fs::exists(folder / kDropIn) &&
               content(folder / kDropIn) == content(shipped());
    }

    void copy() const {
        const auto to = target();
        if (fs::exists(to))
            throw std::runtime_error{to.string() + " is there and differs from " +
                                     shipped().string() +
                                     "; it is left alone: compare them, remove it or mend it, and "
                                     "run this again"};
        fs::copy_file(shipped(), to);
        fs::permissions(to, fs::perms::owner_read | fs::perms::owner_write | fs::perms::group_read |
                                fs::perms::others_read);
    }

    // Its unit may be active before it listens.
    static void wait_for_server(const db::Settings& admin) {
        constexpr std::chrono::seconds kPatience{30};
        constexpr std::chrono::milliseconds kPause{100};
        const auto end = std::chrono::steady_clock::now() + kPatience;
        while (true) {
            try {
                db::SchemaAdmin schemas{admin};
                admin::server_state(schemas);
                return;
            } catch (const db::Unavailable&) {
                if (std::chrono::steady_clock::now() >= end) throw;
            }
            std::this_thread::sleep_for(kPause);
        }
    }

    SetupPlan plan_;
};

/// Catalog, exchange and the login, as a worker finds them.
class SchemaStep : public Step {
public:
    explicit SchemaStep(SetupPlan plan) : plan_{std::move(plan)} {}

    std::string name() const override { return "schemas, roles and the workers' login"; }

    Seen look() override {
        const auto settings = read_settings(plan_.config_path, Login::Admin);
        db::SchemaAdmin schemas{settings.admin};
        const std::string plan{"what `joingatectl init` and `joingatectl schema migrate` do"};
        for (const auto& state : admin::schema_states(schemas))
            if (state.applied < state.newest)
                return {false, "the schema " + state.schema + " lacks migrations", plan};
        const auto login = try_worker_login(plan_.config_path);
        if (login.is_user_of_system) {
            if (!login.refusal.empty()) return {false, login.refusal, plan};
            return {true, "they are there, and the server knows the login by its user", {}};
        }
        if (login.refusal.empty())
            return {true, "they are there, and the login has its password", {}};
        return {false, login.refusal, plan + ", and set the password of the login"};
    }

    void perform() override {
        const auto settings = read_settings(plan_.config_path, Login::Admin);
        db::SchemaAdmin schemas{settings.admin};
        admin::lock_passwords(schemas);
        const auto worker = read_settings(plan_.config_path, Login::Worker);
        const db::Login login{worker.database.user, worker.worker_host};
        admin::set_up(schemas, login, worker.database.password);
        admin::migrate_all(schemas);
        if (!worker.database.password.empty() &&
            !try_worker_login(plan_.config_path).refusal.empty())
            schemas.set_password(login, worker.database.password);
    }

private:
    SetupPlan plan_;
};

} // namespace

std::unique_ptr<Step> server_step(const SetupPlan& plan) {
    return std::make_unique<ServerStep>(plan);
}

std::unique_ptr<Step> durable_step(const SetupPlan& plan) {
    return std::make_unique<DurableStep>(plan);
}

std::unique_ptr<Step> schema_step(const SetupPlan& plan) {
    return std::make_unique<SchemaStep>(plan);
}

} // namespace joingate::host
