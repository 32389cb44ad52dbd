#include "tenancy/admin/locks.h"
#include "tenancy/ctl/commands.h"
#include "tenancy/ctl/context.h"

#include <CLI/CLI.hpp>

#include <memory>

namespace joingate::ctl {
namespace {

struct Options {
    std::int64_t group = 0;
    std::string lock;
};

void list(Context& context, const Options& options) {
    context.print({{{"LOCK", "lock_id"},
                    {"TYPE", "lock_type"},
                    {"CREATED", "create_millis", Listing::Kind::Time}},
                   admin::list_locks(context.catalog(), options.group)});
}

void add_change(CLI::App& family, Context& context, const std::shared_ptr<Options>& options,
                bool add) {
    auto* command =
        family.add_subcommand(add ? "add" : "remove", add ? "Lock a node group: ResourceLocked"
                                                          : "Take a lock off a node group");
    command->add_option("GROUP", options->group, "NodeGroupId")->required();
    command->add_option("LOCK", options->lock, "LockId, chosen by who locks")->required();
    command->callback([&context, options, add] {
        const auto change = add ? admin::add_lock : admin::remove_lock;
        context.report(change(context.catalog(), options->group, options->lock),
                       "node group " + std::to_string(options->group) + ": lock " + options->lock +
                           (add ? " added" : " removed"));
    });
}

} // namespace

void add_lock(CLI::App& app, Context& context) {
    const auto options = std::make_shared<Options>();
    auto* family = app.add_subcommand("lock", "Locks of other products on node groups");
    family->require_subcommand(1);
    add_change(*family, context, options, true);
    add_change(*family, context, options, false);
    auto* listing = family->add_subcommand("list", "List the locks of a node group");
    listing->add_option("GROUP", options->group, "NodeGroupId")->required();
    listing->callback([&context, options] { list(context, *options); });
}

} // namespace joingate::ctl
