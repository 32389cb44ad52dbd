#include "tenancy/admin/catalog.h"
#include "tenancy/admin/setup.h"
#include "tenancy/ctl/commands.h"
#include "tenancy/ctl/context.h"
#include "tenancy/host/rolling.h"
#include "tenancy/host/units.h"
#include "tenancy/secret_file.h"
#include "tenancy/wiped.h"

#include <CLI/CLI.hpp>

#include <filesystem>
#include <memory>
#include <ostream>

namespace joingate::ctl {
namespace {

/// The workers must get their password from the file that is written.
void expect_one_file(const Context& context, const std::string& password_file) {
    if (is_there_twice(password_file))
        throw admin::Refused{password_file + " is there plain and encrypted (" +
                             encrypted_path(password_file) +
                             "); remove the one that the workers do not load"};
    if (password_file.empty() || !context.place.has_systemd()) return;
    const std::filesystem::path file{file_of_secret(password_file)};
    for (const auto& unit : host::worker_units()) {
        const auto loaded = host::loaded_credential(unit, kPasswordCredential);
        if (loaded && weakly_canonical(std::filesystem::path{*loaded}) != weakly_canonical(file))
            throw admin::Refused{
                unit + " loads the credential database.password from " +
                (loaded->empty() ? "another place" : *loaded) + ", and the password is in " +
                file.string() +
                ": let LoadCredential= of the unit and database.passwordFile name one file"};
    }
}

/// The workers' login, the password in its file, and that the server takes it.
Settings good_worker(const Context& context) {
    expect_one_file(context, read_settings(context.config_path, Login::None).password_file);
    auto settings = read_settings(context.config_path, Login::Worker);
    if (settings.database.password.empty())
        throw admin::Refused{"the workers' login has no password: database.passwordFile is empty, "
                             "or the file is"};
    constexpr std::chrono::seconds kPatience{5};
    try {
        db::Database{settings.database}.check(db::Deadline::after(kPatience));
    } catch (const db::Failure& e) {
        throw admin::Refused{"the workers cannot be served with the password in " +
                             file_of_secret(settings.password_file) + ", so it is not changed: " +
                             e.what() + "\n`joingatectl doctor` says more"};
    }
    return settings;
}

void finish(Context& context) {
    admin::lock_passwords(context.schemas());
    const auto settings = good_worker(context);
    const bool had_two = context.schemas().has_two_passwords(context.worker());
    if (had_two) context.schemas().set_password(context.worker(), settings.database.password);
    context.report(had_two, "login " + settings.database.user + ": takes only the password in " +
                                file_of_secret(settings.password_file));
}

/// The running workers know the password that was in the file when they started.
void restart(Context& context) {
    unsigned count = 0;
    try {
        count = host::restart_workers(
            [&](const std::string& unit) { context.err() << unit << ": restarted\n"; });
    } catch (const std::exception& e) {
        throw std::runtime_error{std::string{e.what()} +
                                 "\nUntil then the server takes the old password and the new one. "
                                 "`joingatectl password rotate` goes on where this ended"};
    }
    // Others may run that systemd does not know.
    if (count == 0)
        throw admin::Refused{"systemd runs no joingated@N.service, so the server still takes the "
                             "old password and the new one: restart the workers, then run "
                             "`joingatectl password finish`"};
}

void rotate(Context& context, bool keep_old) {
    if (!keep_old && !context.place.has_systemd())
        throw WrongUse{"systemd is not process 1 of this host, so the workers cannot be restarted "
                       "from here: give --keep-old, restart them, then run `joingatectl password "
                       "finish`"};
    admin::lock_passwords(context.schemas());
    const auto settings = good_worker(context);
    const auto login = context.worker();
    if (context.schemas().has_two_passwords(login)) {
        context.err()
            << "an earlier change has not ended; it is ended now. For another password, run this "
               "again\n";
    } else {
        Wiped password{admin::new_password()};
        context.schemas().add_password(login, settings.database.password, *password);
        Wiped line{*password + '\n'};
        replace_secret(settings.password_file, kPasswordCredential, *line);
        context.err() << "a new password is in " << file_of_secret(settings.password_file)
                      << "; the server still takes the old one too\n";
    }
    if (keep_old) return;
    restart(context);
    finish(context);
}

} // namespace

void add_password(CLI::App& app, Context& context) {
    auto* password = app.add_subcommand("password", "The password of the workers' login");
    password->require_subcommand(1);
    auto* command = password->add_subcommand(
        "rotate", "Make a new one and restart the workers one by one; no call fails");
    auto* keep_old = command->add_flag(
        "--keep-old", "Restart nothing and let the old one hold until `password finish`");
    command->callback([&context, keep_old] { rotate(context, keep_old->count() != 0); });
    password->add_subcommand("finish", "End the old one once every worker is restarted")
        ->callback([&context] { finish(context); });
}

} // namespace joingate::ctl
