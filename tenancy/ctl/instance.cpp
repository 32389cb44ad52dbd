#include "tenancy/admin/instances.h"
#include "tenancy/ctl/commands.h"
#include "tenancy/ctl/context.h"

#include <CLI/CLI.hpp>

#include <chrono>
#include <memory>

namespace joingate::ctl {
namespace {

struct Options {
    std::optional<std::string> account;
    std::optional<std::string> id;
    std::string existing_id;
    bool is_public = false;
    bool yes = false;
};

/// A request may run for 2.5 s after nginx got it (spec "robustness", section 5).
constexpr std::chrono::milliseconds kSettle{3000};

std::vector<Listing::Column> columns() {
    using Kind = Listing::Kind;
    return {{"INSTANCE", "iot_instance_id"},     {"ACCOUNT", "account"},
            {"SCHEMA", "schema_name"},           {"STATE", "state"},
            {"PUBLIC", "is_public", Kind::Flag}, {"CREATED", "create_millis", Kind::Time}};
}

void create(Context& context, const Options& options) {
    const auto made = admin::create_instance(context.catalog(), context.tenants(),
                                             {*options.account, options.id, options.is_public});
    for (const auto& row : admin::list_instances(context.catalog(), options.account))
        if (row.text("iot_instance_id") == made.id) context.print_one({columns(), {row}});
}

void remove(Context& context, const Options& options) {
    if (!options.yes)
        throw WrongUse{"this drops all data of instance " + options.existing_id +
                       "; say --yes if that is meant"};
    admin::delete_instance(context.catalog(), context.tenants(), options.existing_id, kSettle);
    context.report(true, "instance " + options.existing_id + ": deleted");
}

} // namespace

void add_instance(CLI::App& app, Context& context) {
    const auto options = std::make_shared<Options>();
    auto* family = app.add_subcommand("instance", "Instances: the partitions of an account");
    family->require_subcommand(1);

    auto* creating = family->add_subcommand("create", "Create an instance, or finish doing so");
    creating->add_option("ACCOUNT", options->account, "Whose")->required();
    creating->add_flag("--public", options->is_public, "The one that calls without an id mean");
    creating->add_option("--id", options->id, "IotInstanceId; drawn at random without");
    creating->callback([&context, options] { create(context, *options); });

    auto* listing = family->add_subcommand("list", "List instances");
    listing->add_option("ACCOUNT", options->account, "Whose; all without");
    listing->callback([&context, options] {
        context.print({columns(), admin::list_instances(context.catalog(), options->account)});
    });

    auto* suspending = family->add_subcommand("suspend", "Hide an instance from its callers");
    suspending->add_option("INSTANCE", options->existing_id, "IotInstanceId")->required();
    suspending->callback([&context, options] {
        context.report(admin::suspend_instance(context.catalog(), options->existing_id),
                       "instance " + options->existing_id + ": suspended");
    });

    auto* resuming = family->add_subcommand("resume", "Show a suspended instance again");
    resuming->add_option("INSTANCE", options->existing_id, "IotInstanceId")->required();
    resuming->callback([&context, options] {
        context.report(admin::resume_instance(context.catalog(), options->existing_id),
                       "instance " + options->existing_id + ": ready");
    });

    auto* deleting = family->add_subcommand("delete", "Drop an instance with all its data");
    deleting->add_option("INSTANCE", options->existing_id, "IotInstanceId")->required();
    deleting->add_flag("--yes", options->yes, "Yes, all its data");
    deleting->callback([&context, options] { remove(context, *options); });
}

} // namespace joingate::ctl
