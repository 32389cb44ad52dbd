#include "tenancy/admin/accounts.h"
#include "tenancy/ctl/commands.h"
#include "tenancy/ctl/context.h"

#include <CLI/CLI.hpp>

#include <algorithm>
#include <memory>

namespace joingate::ctl {
namespace {

struct Options {
    std::string account;
    std::string feature;
};

void list(Context& context, const Options& options) {
    const auto active = admin::list_features(context.catalog(), options.account);
    Listing listing{{{"FEATURE", "feature"}, {"ACTIVE", "active", Listing::Kind::Flag}}};
    for (const auto name : admin::feature_names()) {
        const bool is_active = std::find(active.begin(), active.end(), name) != active.end();
        listing.add({std::string{name}, is_active ? "1" : "0"});
    }
    context.print(listing);
}

void add_change(CLI::App& family, Context& context, const std::shared_ptr<Options>& options,
                bool active) {
    auto* command =
        family.add_subcommand(active ? "activate" : "deactivate",
                              active ? "Let an account use a feature"
                                     : "Refuse calls that need a feature: FeatureNotActivated");
    command->add_option("ACCOUNT", options->account, "Whose")->required();
    command->add_option("FEATURE", options->feature, "Its name, or all")->required();
    command->callback([&context, options, active] {
        context.report(
            admin::set_feature(context.catalog(), options->account, options->feature, active),
            "account " + options->account + ": feature " + options->feature +
                (active ? " active" : " not active"));
    });
}

} // namespace

void add_feature(CLI::App& app, Context& context) {
    const auto options = std::make_shared<Options>();
    auto* family = app.add_subcommand("feature", "Features that accounts have activated");
    family->require_subcommand(1);
    add_change(*family, context, options, true);
    add_change(*family, context, options, false);
    auto* listing = family->add_subcommand("list", "List the features of an account");
    listing->add_option("ACCOUNT", options->account, "Whose")->required();
    listing->callback([&context, options] { list(context, *options); });
}

} // namespace joingate::ctl
