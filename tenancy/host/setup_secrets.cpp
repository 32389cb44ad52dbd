#include "tenancy/admin/setup.h"
#include "tenancy/host/program.h"
#include "tenancy/host/setup_steps.h"
#include "tenancy/private_file.h"
#include "tenancy/secret_file.h"
#include "tenancy/settings.h"
#include "tenancy/wiped.h"

#include <stdexcept>

namespace joingate::host {
namespace {

/// Who runs the workers, and the folders that are made at every boot.
class UserStep : public Step {
public:
    explicit UserStep(SetupPlan plan) : plan_{std::move(plan)} {}

    std::string name() const override { return "user joingate and its folders"; }

    Seen look() override {
        const bool has_user = run({"getent", "passwd", "joingate"}).good();
        const bool has_folder = std::filesystem::is_directory(plan_.place.at("/run/joingate-gate"));
        if (has_user && has_folder) return {true, "they are there", {}};
        return {false, has_user ? "/run/joingate-gate is not there" : "there is no user joingate",
                "run systemd-sysusers and systemd-tmpfiles for joingate.conf"};
    }

    void perform() override {
        run_well({"systemd-sysusers", "joingate.conf"});
        run_well({"systemd-tmpfiles", "--create", "joingate.conf"});
    }

private:
    SetupPlan plan_;
};

class PasswordStep : public Step {
public:
    explicit PasswordStep(SetupPlan plan) : plan_{std::move(plan)} {}

    std::string name() const override { return "password of the workers' login"; }

    Seen look() override {
        const auto path = file();
        if (path.empty()) return {true, "database.passwordFile is empty: none is wanted", {}};
        if (!has_secret(path)) return {false, path + " is not there", "make " + path};
        // Throws where others may read it.
        Wiped password{read_secret(path, kPasswordCredential)};
        return {true, "it is in " + file_of_secret(path), {}};
    }

    void perform() override {
        Wiped password{admin::new_password() + '\n'};
        create_private_file(file(), *password);
    }

private:
    std::string file() const { return read_settings(plan_.config_path, Login::None).password_file; }

    SetupPlan plan_;
};

class MasterKeyStep : public Step {
public:
    explicit MasterKeyStep(SetupPlan plan) : plan_{std::move(plan)} {}

    std::string name() const override { return "master key"; }

    Seen look() override {
        const auto path = file();
        if (!has_secret(path))
            return {false, path + " is not there",
                    "make " + path + "; keep a copy: without it no stored secret can be read"};
        SecretBox::from_file(path);
        return {true, "it is in " + file_of_secret(path), {}};
    }

    void perform() override {
        const auto settings = read_settings(plan_.config_path, Login::Admin);
        db::SchemaAdmin schemas{settings.admin};
        admin::create_first_master_key(schemas, settings.master_key_file);
    }

private:
    std::string file() const {
        return read_settings(plan_.config_path, Login::None).master_key_file;
    }

    SetupPlan plan_;
};

} // namespace

std::unique_ptr<Step> user_step(const SetupPlan& plan) {
    return std::make_unique<UserStep>(plan);
}

std::unique_ptr<Step> password_step(const SetupPlan& plan) {
    return std::make_unique<PasswordStep>(plan);
}

std::unique_ptr<Step> master_key_step(const SetupPlan& plan) {
    return std::make_unique<MasterKeyStep>(plan);
}

} // namespace joingate::host
