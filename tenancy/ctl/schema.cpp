#include "tenancy/admin/setup.h"
#include "tenancy/ctl/commands.h"
#include "tenancy/ctl/context.h"

#include <CLI/CLI.hpp>

namespace joingate::ctl {
namespace {

void status(Context& context) {
    using Kind = Listing::Kind;
    Listing listing{{{"SCHEMA", "schema"},
                     {"FAMILY", "family"},
                     {"APPLIED", "applied", Kind::Number},
                     {"NEWEST", "newest", Kind::Number},
                     {"CURRENT", "current", Kind::Flag}}};
    for (const auto& state : admin::schema_states(context.schemas()))
        listing.add({state.schema, state.family, std::to_string(state.applied),
                     std::to_string(state.newest), state.applied >= state.newest ? "1" : "0"});
    context.print(listing);
}

void migrate(Context& context) {
    const auto done = admin::migrate_all(context.schemas());
    context.report(done != 0, std::to_string(done) + " migrations run");
}

} // namespace

void add_schema(CLI::App& app, Context& context) {
    auto* schema = app.add_subcommand("schema", "Database schemas and their migrations");
    schema->require_subcommand(1);
    schema->add_subcommand("status", "How far every schema is")->callback([&context] {
        status(context);
    });
    schema->add_subcommand("migrate", "Run the migrations that are missing anywhere")
        ->callback([&context] { migrate(context); });
}

} // namespace joingate::ctl
