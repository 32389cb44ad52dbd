#include "tenancy/admin/policies.h"
#include "tenancy/ctl/commands.h"
#include "tenancy/ctl/context.h"
#include "tenancy/policy/document.h"

#include <CLI/CLI.hpp>

#include <memory>
#include <ostream>

namespace joingate::ctl {
namespace {

struct Options {
    std::string account;
    admin::PolicyName policy;
    std::string document;
    std::string user;
    std::string group;
    bool versions = false;
    bool cascade = false;
};

using OptionsPtr = std::shared_ptr<Options>;
using Kind = Listing::Kind;

admin::Holder holder(const Options& options) {
    if (options.user.empty()) return {admin::Holder::Type::Group, options.group};
    return {admin::Holder::Type::User, options.user};
}

std::string about(const Options& options) {
    return "account " + options.account + ": policy " + options.policy.name;
}

std::string whom(const Options& options) {
    return options.user.empty() ? "group " + options.group : "user " + options.user;
}

void list(Context& context, const Options& options) {
    Listing listing{{{"POLICY", "policy_name"},
                     {"TYPE", "policy_type"},
                     {"VERSION", "default_version"},
                     {"ATTACHMENTS", "attachments", Kind::Number},
                     {"CREATED", "create_millis", Kind::Time}}};
    for (const auto& row : admin::list_policies(context.catalog(), options.account))
        listing.add({row.text("policy_name"), "Custom", "v" + row.text("default_version"),
                     row.text("attachments"), row.text("create_millis")});
    for (const auto name : policy::system_policy_names())
        listing.add({std::string{name}, "System", std::nullopt, std::nullopt, std::nullopt});
    context.print(listing);
}

void show(Context& context, const Options& options) {
    if (!options.versions) {
        context.out() << admin::policy_document(context.catalog(), options.account, options.policy)
                      << '\n';
        return;
    }
    Listing listing{{{"VERSION", "version"},
                     {"DEFAULT", "default", Kind::Flag},
                     {"CREATED", "create_millis", Kind::Time}}};
    for (const auto& row :
         admin::list_policy_versions(context.catalog(), options.account, options.policy.name)) {
        const bool is_default = row.text("version_id") == row.text("default_version");
        listing.add(
            {"v" + row.text("version_id"), is_default ? "1" : "0", row.text("create_millis")});
    }
    context.print(listing);
}

void attachments(Context& context, const Options& options) {
    context.print({{{"HOLDER", "principal_type"},
                    {"NAME", "principal_name"},
                    {"TYPE", "policy_type"},
                    {"POLICY", "policy_name"}},
                   admin::list_attachments(context.catalog(), options.account)});
}

CLI::App* add_named(CLI::App& family, const OptionsPtr& options, const std::string& name,
                    const std::string& help) {
    auto* command = family.add_subcommand(name, help);
    command->add_option("ACCOUNT", options->account, "Whose")->required();
    command->add_option("POLICY", options->policy.name, "Name of the policy")->required();
    return command;
}

void add_writing(CLI::App& family, Context& context, const OptionsPtr& options, bool is_new) {
    auto* command = add_named(family, options, is_new ? "create" : "update",
                              is_new ? "Create a policy"
                                     : "Give a policy a new version, which becomes the default");
    command->add_option("--document", options->document, "File with the document; - for the input")
        ->required();
    command->callback([&context, options, is_new] {
        const auto document = context.read(options->document);
        const auto write = is_new ? admin::create_policy : admin::update_policy;
        context.report(write(context.catalog(), options->account, options->policy.name, document),
                       about(*options) + (is_new ? " created" : " updated"));
    });
}

void add_holding(CLI::App& family, Context& context, const OptionsPtr& options, bool attach) {
    auto* command = add_named(family, options, attach ? "attach" : "detach",
                              attach ? "Attach a policy to a user or a group" : "Detach a policy");
    auto* whose = command->add_option_group("holder");
    whose->add_option("--user", options->user, "The user who has it");
    whose->add_option("--group", options->group, "The group that has it");
    whose->require_option(1);
    command->add_flag("--system", options->policy.is_system, "It is a system policy");
    command->callback([&context, options, attach] {
        const auto change = attach ? admin::attach_policy : admin::detach_policy;
        context.report(
            change(context.catalog(), options->account, options->policy, holder(*options)),
            about(*options) + (attach ? " attached to " : " detached from ") + whom(*options));
    });
}

} // namespace

void add_policy(CLI::App& app, Context& context) {
    const auto options = std::make_shared<Options>();
    auto* family = app.add_subcommand("policy", "RAM policies of an account");
    family->require_subcommand(1);

    add_writing(*family, context, options, true);
    add_writing(*family, context, options, false);

    auto* listing = family->add_subcommand("list", "List policies, system policies last");
    listing->add_option("ACCOUNT", options->account, "Whose")->required();
    listing->callback([&context, options] { list(context, *options); });

    auto* showing = add_named(*family, options, "show", "Print the document that counts");
    showing->add_flag("--system", options->policy.is_system, "It is a system policy");
    showing->add_flag("--versions", options->versions, "List its versions instead");
    showing->callback([&context, options] { show(context, *options); });

    add_holding(*family, context, options, true);
    add_holding(*family, context, options, false);

    auto* attached = family->add_subcommand("attachments", "List who has which policy");
    attached->add_option("ACCOUNT", options->account, "Whose")->required();
    attached->callback([&context, options] { attachments(context, *options); });

    auto* deleting = add_named(*family, options, "delete", "Delete a policy");
    deleting->add_flag("--cascade", options->cascade, "Detach it everywhere first");
    deleting->callback([&context, options] {
        context.report(admin::delete_policy(context.catalog(), options->account,
                                            options->policy.name, options->cascade),
                       about(*options) + " deleted");
    });

    add_simulate(*family, context);
}

} // namespace joingate::ctl
