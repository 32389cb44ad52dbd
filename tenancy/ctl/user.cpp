#include "tenancy/admin/users.h"
#include "tenancy/ctl/commands.h"
#include "tenancy/ctl/context.h"

#include <CLI/CLI.hpp>

#include <memory>

namespace joingate::ctl {
namespace {

struct Options {
    std::string account;
    std::string user;
    bool cascade = false;
};

void list(Context& context, const Options& options) {
    using Kind = Listing::Kind;
    context.print({{{"USER", "user_name"},
                    {"KEYS", "access_keys", Kind::Number},
                    {"GROUPS", "user_groups", Kind::Number},
                    {"POLICIES", "policies", Kind::Number},
                    {"CREATED", "create_millis", Kind::Time}},
                   admin::list_users(context.catalog(), options.account)});
}

std::string about(const Options& options) {
    return "account " + options.account + ": user " + options.user;
}

} // namespace

void add_user(CLI::App& app, Context& context) {
    const auto options = std::make_shared<Options>();
    auto* family = app.add_subcommand("user", "RAM users of an account");
    family->require_subcommand(1);

    auto* creating = family->add_subcommand("create", "Create a user");
    creating->add_option("ACCOUNT", options->account, "Whose")->required();
    creating->add_option("USER", options->user, "Name of the user")->required();
    creating->callback([&context, options] {
        context.report(admin::create_user(context.catalog(), options->account, options->user),
                       about(*options) + " created");
    });

    auto* listing = family->add_subcommand("list", "List users");
    listing->add_option("ACCOUNT", options->account, "Whose")->required();
    listing->callback([&context, options] { list(context, *options); });

    auto* deleting = family->add_subcommand("delete", "Delete a user");
    deleting->add_option("ACCOUNT", options->account, "Whose")->required();
    deleting->add_option("USER", options->user, "Name of the user")->required();
    deleting->add_flag("--cascade", options->cascade, "Also its keys, groups and policies");
    deleting->callback([&context, options] {
        context.report(admin::delete_user(context.catalog(), options->account, options->user,
                                          options->cascade),
                       about(*options) + " deleted");
    });
}

} // namespace joingate::ctl
