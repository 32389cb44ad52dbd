#include "sql/failure.h"
#include "sql/schema_admin.h"
#include "tenancy/host/doctor.h"
#include "tenancy/host/file_owner.h"
#include "tenancy/secret_file.h"
#include "tenancy/settings.h"

#include <sys/stat.h>
#include <unistd.h>

#include <exception>

namespace joingate::host {
namespace {

using Level = Finding::Level;

/// Whether it can be read, and whether others could change or read it.
Finding look_at_file(const std::string& path, const char* credential) {
    const auto file = file_of_secret(path);
    const auto to_root = "a secret belongs to root: chown root " + file + "; chmod 600 " + file;
    try {
        if (std::string{credential} == kMasterKeyCredential)
            SecretBox::from_file(path);
        else
            read_secret(path, credential);
        const auto owner = owner_of(file);
        // The site of another user has its own owner, and is his to look at.
        if (::geteuid() == 0 && owner.uid != 0)
            return {file, Level::Fail, owner.in_words() + ": it belongs to " + owner.user, to_root};
        if ((owner.mode & S_IRGRP) != 0U && owner.group != "root" && owner.group != "joingate")
            return {file, Level::Warn,
                    owner.in_words() + ": the group " + owner.group + " can read it",
                    "chmod g-r " + file + ", or let the group be joingate"};
        return {file, Level::Ok, owner.in_words(), {}};
    } catch (const std::exception& e) {
        return {file, Level::Fail, e.what(), to_root};
    }
}

Findings look_at_secret(const std::string& path, const char* credential,
                        const std::string& if_missing) {
    if (!has_secret(path)) return {{path, Level::Fail, "it is not there", if_missing}};
    Findings findings{look_at_file(path, credential)};
    if (is_there_twice(path))
        findings.push_back({path, Level::Warn, "it is there plain and encrypted",
                            "remove the one that the workers do not load"});
    return findings;
}

Findings look_at_secrets(const Patient& patient) {
    const auto settings = read_settings(patient.config_path, Login::None);
    Findings findings;
    const auto look = [&](const std::string& path, const char* credential, const char* if_missing) {
        for (auto& finding : look_at_secret(path, credential, if_missing))
            findings.push_back(std::move(finding));
    };
    look(settings.master_key_file, kMasterKeyCredential,
         "put your copy back; on a new site, joingatectl setup makes it");
    if (!settings.password_file.empty())
        look(settings.password_file, kPasswordCredential, "joingatectl setup makes it");
    if (!settings.admin_password_file.empty())
        look(settings.admin_password_file, kAdminPasswordCredential,
             "write the administrator's password into it");
    return findings;
}

/// Nothing where the server cannot be asked: other looks tell that.
Findings look_at_old_password(const Patient& patient) try {
    const auto settings = read_settings(patient.config_path, Login::Admin);
    db::SchemaAdmin schemas{settings.admin};
    const auto& user = settings.database.user;
    if (!schemas.has_two_passwords({user, settings.worker_host}))
        return {{{}, Level::Ok, user + " has no second password", {}}};
    return {{{},
             Level::Warn,
             user + " has two passwords: an earlier change has not ended",
             "joingatectl password rotate; where systemd does not run the workers, restart them, "
             "then joingatectl password finish"}};
} catch (const db::Failure&) {
    return {};
}

} // namespace

Looks secret_looks(const Patient& patient) {
    return {{"secrets", [&patient] { return look_at_secrets(patient); }},
            {"old password", [&patient] { return look_at_old_password(patient); }}};
}

} // namespace joingate::host
