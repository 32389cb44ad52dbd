#pragma once

namespace CLI {
class App;
} // namespace CLI

namespace joingate::ctl {

class Context;

/// Each adds a family of commands. `context` must outlive the parsing, in which they run.
void add_init(CLI::App& app, Context& context);
void add_setup(CLI::App& app, Context& context);
void add_doctor(CLI::App& app, Context& context);
void add_upgrade(CLI::App& app, Context& context);
void add_password(CLI::App& app, Context& context);
void add_schema(CLI::App& app, Context& context);
void add_account(CLI::App& app, Context& context);
void add_instance(CLI::App& app, Context& context);
void add_feature(CLI::App& app, Context& context);
void add_quota(CLI::App& app, Context& context);
void add_rate(CLI::App& app, Context& context);
void add_user(CLI::App& app, Context& context);
void add_group(CLI::App& app, Context& context);
void add_key(CLI::App& app, Context& context);
void add_policy(CLI::App& app, Context& context);
/// Below `policy`.
void add_simulate(CLI::App& policy, Context& context);
void add_lock(CLI::App& app, Context& context);
void add_registry(CLI::App& app, Context& context);
void add_check(CLI::App& app, Context& context);
void add_call(CLI::App& app, Context& context);
void add_describe(CLI::App& app, Context& context);

} // namespace joingate::ctl
