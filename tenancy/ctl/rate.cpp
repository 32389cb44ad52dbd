#include "tenancy/admin/limits.h"
#include "tenancy/ctl/commands.h"
#include "tenancy/ctl/context.h"

#include <CLI/CLI.hpp>

#include <memory>

namespace joingate::ctl {
namespace {

struct Options {
    std::string account;
    std::string action = "*";
    std::int64_t per_second = 0;
};

void list(Context& context, const Options& options) {
    const auto rows = admin::list_rates(context.catalog(), options.account);
    Listing listing{{{"ACTION", "action"},
                     {"PER SECOND", "per_second", Listing::Kind::Number},
                     {"DEFAULT", "default", Listing::Kind::Flag}}};
    // '*' comes before every letter.
    if (rows.empty() || rows.front().text("action") != "*")
        listing.add({"*", std::to_string(context.settings().defaults.calls_per_second), "1"});
    for (const auto& row : rows)
        listing.add({row.text("action"), row.text("per_second"), "0"});
    context.print(listing);
}

std::string about(const Options& options) {
    return "account " + options.account + ": action " + options.action;
}

void add_action(CLI::App& command, const std::shared_ptr<Options>& options) {
    command.add_option("--action", options->action, "For this action only; * means the others")
        ->capture_default_str();
}

} // namespace

void add_rate(CLI::App& app, Context& context) {
    const auto options = std::make_shared<Options>();
    auto* family = app.add_subcommand("rate", "How many calls per second an account has");
    family->require_subcommand(1);

    auto* setting = family->add_subcommand("set", "Give an account a rate of its own");
    setting->add_option("ACCOUNT", options->account, "Whose")->required();
    setting->add_option("RATE", options->per_second, "1 to 65535 calls per second")->required();
    add_action(*setting, options);
    setting->callback([&context, options] {
        admin::set_rate(context.catalog(), options->account, options->action, options->per_second);
        context.report(true, about(*options) + ", " + std::to_string(options->per_second) +
                                 " calls per second");
    });

    auto* unsetting = family->add_subcommand("unset", "Back to the configured default");
    unsetting->add_option("ACCOUNT", options->account, "Whose")->required();
    add_action(*unsetting, options);
    unsetting->callback([&context, options] {
        context.report(admin::unset_rate(context.catalog(), options->account, options->action),
                       about(*options) + ", by default");
    });

    auto* listing = family->add_subcommand("list", "List the rates of an account");
    listing->add_option("ACCOUNT", options->account, "Whose")->required();
    listing->callback([&context, options] { list(context, *options); });
}

} // namespace joingate::ctl
