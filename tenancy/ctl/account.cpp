#include "tenancy/admin/accounts.h"
#include "tenancy/ctl/commands.h"
#include "tenancy/ctl/context.h"

#include <CLI/CLI.hpp>

#include <functional>
#include <memory>

namespace joingate::ctl {
namespace {

struct Options {
    std::string account;
    std::optional<std::int64_t> uid;
    std::string charge_status;
    bool activate = false;
    bool no_features = false;
};

using Kind = Listing::Kind;

std::vector<Listing::Column> columns() {
    return {{"ACCOUNT", "account"},
            {"UID", "uid"},
            {"STATE", "state"},
            {"ACTIVATED", "activated", Kind::Flag},
            {"CHARGE", "charge_status"},
            {"INSTANCES", "instances", Kind::Number},
            {"KEYS", "access_keys", Kind::Number},
            {"CREATED", "create_millis", Kind::Time}};
}

void show(Context& context, const std::string& account) {
    context.print_one({columns(), {admin::show_account(context.catalog(), account)}});
}

void create(Context& context, const Options& options) {
    const bool created =
        admin::create_account(context.catalog(), {options.account, options.uid, options.activate,
                                                  !options.no_features, context.quota_names()});
    if (!created && options.activate)
        admin::set_activated(context.catalog(), options.account, true);
    show(context, options.account);
}

using Change = std::function<bool(const admin::Catalog&, const std::string&)>;

void add_change(CLI::App& family, Context& context, const std::shared_ptr<Options>& options,
                const std::string& name, const std::string& help, const std::string& result,
                const Change& change) {
    auto* command = family.add_subcommand(name, help);
    command->add_option("ACCOUNT", options->account, "Its name")->required();
    command->callback([&context, options, result, change] {
        context.report(change(context.catalog(), options->account),
                       "account " + options->account + ": " + result);
    });
}

} // namespace

void add_account(CLI::App& app, Context& context) {
    const auto options = std::make_shared<Options>();
    auto* family = app.add_subcommand("account", "Cloud accounts");
    family->require_subcommand(1);

    auto* creating = family->add_subcommand("create", "Create an account, or finish doing so");
    creating->add_option("ACCOUNT", options->account, "Its name")->required();
    creating->add_option("--uid", options->uid, "Numeric id; drawn at random without");
    creating->add_flag("--activate", options->activate, "Activate Link WAN for it");
    creating->add_flag("--no-features", options->no_features, "Activate no feature; else all");
    creating->callback([&context, options] { create(context, *options); });

    family->add_subcommand("list", "List all accounts")->callback([&context] {
        context.print({columns(), admin::list_accounts(context.catalog())});
    });

    auto* showing = family->add_subcommand("show", "Show one account");
    showing->add_option("ACCOUNT", options->account, "Its name")->required();
    showing->callback([&context, options] { show(context, options->account); });

    add_change(*family, context, options, "block", "Refuse its calls: ForbiddenByRiskControl",
               "blocked", [](const auto& catalog, const auto& account) {
                   return admin::set_blocked(catalog, account, true);
               });
    add_change(*family, context, options, "unblock", "Let it call again", "not blocked",
               [](const auto& catalog, const auto& account) {
                   return admin::set_blocked(catalog, account, false);
               });
    add_change(*family, context, options, "activate", "Activate Link WAN for it", "activated",
               [](const auto& catalog, const auto& account) {
                   return admin::set_activated(catalog, account, true);
               });
    add_change(*family, context, options, "deactivate",
               "Refuse its calls: CloudProductNotActivated", "not activated",
               [](const auto& catalog, const auto& account) {
                   return admin::set_activated(catalog, account, false);
               });

    auto* charging = family->add_subcommand(
        "charge-status", "Set what CheckUserChargeStatus answers; nothing is refused for it");
    charging->add_option("ACCOUNT", options->account, "Its name")->required();
    charging->add_option("STATUS", options->charge_status, "NORMAL or ARREARAGE")
        ->required()
        ->check(CLI::IsMember({"NORMAL", "ARREARAGE"}));
    charging->callback([&context, options] {
        context.report(admin::set_arrearage(context.catalog(), options->account,
                                            options->charge_status == "ARREARAGE"),
                       "account " + options->account + ": charge status " + options->charge_status);
    });
}

} // namespace joingate::ctl
