#include "tenancy/ctl/commands.h"
#include "tenancy/ctl/context.h"
#include "tenancy/ctl/json.h"

#include <CLI/CLI.hpp>
#include <Poco/JSON/Array.h>
#include <Poco/JSON/Object.h>

#include <ostream>

namespace joingate::ctl {
namespace {

Poco::JSON::Array options_of(const CLI::App& command) {
    Poco::JSON::Array options;
    for (const auto* option : command.get_options()) {
        Poco::JSON::Object one{Poco::JSON_PRESERVE_KEY_ORDER};
        one.set("name", option->get_name());
        one.set("help", option->get_description());
        one.set("required", option->get_required());
        // Empty for a flag; where only some values are good, they stand in braces: TEXT:{A,B}.
        one.set("takes", option->get_items_expected_max() > 0 ? option->get_type_name() : "");
        options.add(one);
    }
    return options;
}

/// Only what can be typed; a group of options has no name of its own.
void add_commands(const CLI::App& command, const std::string& path, Poco::JSON::Array& all) {
    Poco::JSON::Object one{Poco::JSON_PRESERVE_KEY_ORDER};
    one.set("command", path);
    one.set("help", command.get_description());
    auto options = options_of(command);
    for (const auto* below : command.get_subcommands([](const CLI::App*) { return true; })) {
        if (below->get_name().empty())
            for (const auto& option : options_of(*below))
                options.add(option);
        else
            add_commands(*below, path + " " + below->get_name(), all);
    }
    one.set("options", options);
    all.add(one);
}

} // namespace

void add_describe(CLI::App& app, Context& context) {
    auto* command =
        app.add_subcommand("describe", "Print all commands and options of this program as JSON");
    command->callback([&app, &context] {
        Poco::JSON::Array all;
        add_commands(app, app.get_name(), all);
        write_json(context.out(), all);
    });
}

} // namespace joingate::ctl
