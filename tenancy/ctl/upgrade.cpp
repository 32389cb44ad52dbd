#include "tenancy/admin/setup.h"
#include "tenancy/ctl/commands.h"
#include "tenancy/ctl/context.h"
#include "tenancy/host/rolling.h"

#include <CLI/CLI.hpp>

#include <memory>
#include <ostream>

namespace joingate::ctl {
namespace {

void upgrade(Context& context, bool workers_only) {
    // Before anything is changed: half an upgrade is none.
    if (!context.place.has_systemd())
        throw std::runtime_error{
            "systemd is not process 1 of this host, so the workers cannot be restarted from here: "
            "run `joingatectl schema migrate`, then restart them one after the other"};
    auto& say = context.json ? context.err() : context.out();
    unsigned migrations = 0;
    if (!workers_only) {
        migrations = admin::migrate_all(context.schemas());
        say << migrations << " migrations run\n" << std::flush;
    }
    const auto restarted = host::restart_workers([&](const std::string& unit) {
        say << unit << ": restarted, it answers requests\n" << std::flush;
    });
    if (restarted == 0) say << "no worker runs, so none is restarted\n";
    if (context.json)
        context.out() << "{\"Migrations\": " << migrations << ", \"Restarted\": " << restarted
                      << "}\n";
}

} // namespace

void add_upgrade(CLI::App& app, Context& context) {
    auto* command = app.add_subcommand(
        "upgrade", "After a new package: migrate the schemas, then restart the workers one by one");
    auto* workers_only =
        command->add_flag("--workers-only", "Only restart the workers, one after the other");
    command->callback([&context, workers_only] { upgrade(context, workers_only->count() != 0); });
}

} // namespace joingate::ctl
