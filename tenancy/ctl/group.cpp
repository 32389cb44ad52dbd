#include "tenancy/admin/users.h"
#include "tenancy/ctl/commands.h"
#include "tenancy/ctl/context.h"

#include <CLI/CLI.hpp>

#include <memory>

namespace joingate::ctl {
namespace {

struct Options {
    std::string account;
    std::string group;
    std::string user;
    bool cascade = false;
};

void list(Context& context, const Options& options) {
    using Kind = Listing::Kind;
    if (options.group.empty())
        context.print({{{"GROUP", "group_name"},
                        {"USERS", "users", Kind::Number},
                        {"POLICIES", "policies", Kind::Number},
                        {"CREATED", "create_millis", Kind::Time}},
                       admin::list_groups(context.catalog(), options.account)});
    else
        context.print({{{"GROUP", "group_name"}, {"USER", "user_name"}},
                       admin::list_members(context.catalog(), options.account, options.group)});
}

std::string about(const Options& options) {
    return "account " + options.account + ": group " + options.group;
}

CLI::App* add_command(CLI::App& family, const std::shared_ptr<Options>& options,
                      const std::string& name, const std::string& help) {
    auto* command = family.add_subcommand(name, help);
    command->add_option("ACCOUNT", options->account, "Whose")->required();
    command->add_option("GROUP", options->group, "Name of the group")->required();
    return command;
}

void add_membership(CLI::App& family, Context& context, const std::shared_ptr<Options>& options,
                    bool add) {
    auto* command =
        add_command(family, options, add ? "add-user" : "remove-user",
                    add ? "Make a user a member of a group" : "Take a user out of a group");
    command->add_option("USER", options->user, "Name of the user")->required();
    command->callback([&context, options, add] {
        const auto change = add ? admin::add_member : admin::remove_member;
        context.report(change(context.catalog(), options->account, options->group, options->user),
                       about(*options) + (add ? " has user " : " is without user ") +
                           options->user);
    });
}

} // namespace

void add_group(CLI::App& app, Context& context) {
    const auto options = std::make_shared<Options>();
    auto* family = app.add_subcommand("group", "RAM groups of an account");
    family->require_subcommand(1);

    add_command(*family, options, "create", "Create a group")->callback([&context, options] {
        context.report(admin::create_group(context.catalog(), options->account, options->group),
                       about(*options) + " created");
    });

    auto* listing = family->add_subcommand("list", "List groups, or the members of one");
    listing->add_option("ACCOUNT", options->account, "Whose")->required();
    listing->add_option("GROUP", options->group, "List its members");
    listing->callback([&context, options] { list(context, *options); });

    auto* deleting = add_command(*family, options, "delete", "Delete a group");
    deleting->add_flag("--cascade", options->cascade, "Also its memberships and policies");
    deleting->callback([&context, options] {
        context.report(admin::delete_group(context.catalog(), options->account, options->group,
                                           options->cascade),
                       about(*options) + " deleted");
    });

    add_membership(*family, context, options, true);
    add_membership(*family, context, options, false);
}

} // namespace joingate::ctl
