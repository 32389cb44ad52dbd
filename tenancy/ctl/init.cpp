#include "tenancy/admin/setup.h"
#include "tenancy/ctl/commands.h"
#include "tenancy/ctl/context.h"

#include <CLI/CLI.hpp>

#include <ostream>

namespace joingate::ctl {
namespace {

void init(Context& context, bool with_master_key) {
    const auto password = read_settings(context.config_path, Login::Worker).database.password;
    admin::set_up(context.schemas(), context.worker(), password);
    context.err() << "catalog, exchange, roles and the login " << context.worker().user
                  << " are there\n";
    if (!with_master_key) return;
    const auto& path = context.settings().master_key_file;
    if (admin::create_first_master_key(context.schemas(), path))
        context.err() << "created " << path
                      << "; keep a copy in a safe place: without it no stored secret can be read\n";
}

} // namespace

void add_init(CLI::App& app, Context& context) {
    auto* command = app.add_subcommand(
        "init", "Create what is missing of schemas, roles, the workers' login and the master key");
    auto* without_key =
        command->add_flag("--no-master-key", "Leave the master key file to somebody else");
    command->callback([&context, without_key] { init(context, without_key->count() == 0); });
}

} // namespace joingate::ctl
