#include "tenancy/ctl/program.h"

#include "sql/failure.h"
#include "tenancy/admin/catalog.h"
#include "tenancy/ctl/commands.h"
#include "tenancy/ctl/context.h"
#include "tenancy/ctl/wrong_words.h"
#include "tenancy/standard_streams.h"

#include <CLI/CLI.hpp>

#include <exception>
#include <ostream>

namespace joingate::ctl {
namespace {

void build(CLI::App& app, Context& context) {
    app.require_subcommand(1);
    app.fallthrough();
    app.add_option("--config", context.config_path, "The settings of joingated")
        ->envname("JOINGATE_CONFIG")
        ->type_name("FILE")
        ->capture_default_str();
    app.add_flag("--json", context.json, "Print JSON instead of tables");
    app.set_version_flag("--version", "joingatectl " JOINGATE_VERSION, "Print the version");
    add_init(app, context);
    add_setup(app, context);
    add_doctor(app, context);
    add_upgrade(app, context);
    add_password(app, context);
    add_schema(app, context);
    add_account(app, context);
    add_instance(app, context);
    add_feature(app, context);
    add_quota(app, context);
    add_rate(app, context);
    add_user(app, context);
    add_group(app, context);
    add_key(app, context);
    add_policy(app, context);
    add_lock(app, context);
    add_registry(app, context);
    add_check(app, context);
    add_call(app, context);
    add_describe(app, context);
}

int complain(const Streams& streams, const std::string& what, int status) {
    streams.err << "joingatectl: " << what << '\n';
    return status;
}

/// Help is asked for, everything else that ends parsing is a wrong use.
int explain(const CLI::App& app, const CLI::ParseError& error, const Streams& streams) {
    if (const auto wrong = wrong_words(app, error); !wrong.empty())
        return complain(streams, wrong, kWrongUse);
    return app.exit(error, streams.out, streams.err) == 0 ? kDone : kWrongUse;
}

/// Throws OutputFailed alone.
int carry_out(const std::vector<std::string>& arguments, const Streams& streams,
              const host::Place& place) {
    CLI::App app{"Sets up and administers joingate.", "joingatectl"};
    Context context{streams, place};
    try {
        build(app, context);
        // CLI11 takes them as a stack.
        app.parse(std::vector<std::string>{arguments.rbegin(), arguments.rend()});
        return context.status;
    } catch (const CLI::ParseError& e) {
        return explain(app, e, streams);
    } catch (const OutputFailed&) {
        throw;
    } catch (const WrongUse& e) {
        return complain(streams, e.what(), kWrongUse);
    } catch (const db::Unavailable& e) {
        return complain(streams,
                        std::string{e.what()} +
                            "\nIt is not known whether the change was made; every command may be "
                            "run again. Look at database.* and admin.* in the configuration.",
                        context.failed);
    } catch (const std::exception& e) {
        return complain(streams, e.what(), context.failed);
    }
}

} // namespace

int run(const std::vector<std::string>& arguments, Streams streams, const host::Place& place) {
    try {
        const int status = carry_out(arguments, streams, place);
        streams.out.flush();
        return status;
    } catch (const OutputFailed& e) {
        return complain(streams, e.what(), kFailed);
    }
}

} // namespace joingate::ctl
