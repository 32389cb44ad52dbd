#include "tenancy/ctl/wrong_words.h"

#include "tenancy/nearest.h"

#include <CLI/CLI.hpp>

#include <algorithm>
#include <vector>

namespace joingate::ctl {
namespace {

using Names = std::vector<std::string>;

/// The last command that was understood.
const CLI::App& deepest(const CLI::App& app) {
    const auto* command = &app;
    while (!command->get_subcommands().empty())
        command = command->get_subcommands().front();
    return *command;
}

Names commands_of(const CLI::App& app) {
    Names names;
    for (const auto* below : app.get_subcommands([](const CLI::App*) { return true; }))
        if (!below->get_name().empty()) names.push_back(below->get_name());
    return names;
}

/// Of the command, of its groups and of all above it.
Names options_of(const CLI::App& command) {
    Names names;
    const auto add = [&names](const CLI::App& app) {
        for (const auto* option : app.get_options())
            for (const auto& name : option->get_lnames())
                names.push_back("--" + name);
    };
    for (const auto* app = &command; app != nullptr; app = app->get_parent()) {
        add(*app);
        for (const auto* group : app->get_subcommands([](const CLI::App*) { return true; }))
            if (group->get_name().empty()) add(*group);
    }
    return names;
}

std::string joined(const Names& names) {
    std::string text;
    for (const auto& name : names)
        text += (text.empty() ? "" : ", ") + name;
    return text;
}

/// Behind "there is no command 'acount'".
std::string instead(const std::string& word, const Names& names) {
    const auto best = nearest(word, {names.begin(), names.end()});
    if (!best.empty()) return "; did you mean '" + std::string{best} + "'?";
    return "; there are " + joined(names);
}

} // namespace

std::string wrong_words(const CLI::App& app, const CLI::ParseError& error) {
    const bool is_about_words = dynamic_cast<const CLI::RequiredError*>(&error) != nullptr ||
                                dynamic_cast<const CLI::ExtrasError*>(&error) != nullptr;
    if (!is_about_words) return {};
    const auto& command = deepest(app);
    const auto below = commands_of(command);
    const auto words = app.remaining(true);
    const auto behind = &command == &app ? std::string{} : " behind '" + command.get_name() + "'";
    if (words.empty())
        return below.empty() ? std::string{}
                             : "a command is missing" + behind + "; there are " + joined(below);
    const auto& word = words.front();
    if (word.size() > 1 && word.front() == '-')
        return "there is no option '" + word.substr(0, word.find('=')) + "'" + behind +
               instead(word.substr(0, word.find('=')), options_of(command));
    if (below.empty()) return {};
    return "there is no command '" + word + "'" + behind + instead(word, below);
}

} // namespace joingate::ctl
