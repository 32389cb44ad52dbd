#include "tenancy/ctl/commands.h"
#include "tenancy/ctl/context.h"
#include "tenancy/policy/cases.h"

#include <CLI/CLI.hpp>

#include <memory>
#include <ostream>
#include <sstream>

namespace joingate::ctl {
namespace {

void explain(std::ostream& err, const policy::Case& one, const policy::Outcome& outcome) {
    err << "differs: " << one.name << ": expected " << to_string(one.expect);
    if (!one.expected_error.empty()) err << ' ' << one.expected_error;
    err << ", got " << to_string(outcome.verdict);
    if (!outcome.error.empty()) err << ' ' << outcome.error << " (" << outcome.reason << ')';
    if (!one.why.empty()) err << "; " << one.why;
    err << '\n';
}

std::vector<policy::Case> cases_in(Context& context, const std::string& path) {
    std::istringstream file{context.read(path)};
    try {
        return policy::read_cases(file);
    } catch (const std::runtime_error& e) {
        throw WrongUse{path + ": " + e.what()};
    }
}

void simulate(Context& context, const std::string& path) {
    for (const auto& one : cases_in(context, path)) {
        const auto outcome = policy::run(one);
        context.out() << one.name << ' ' << to_string(outcome.verdict) << '\n';
        if (policy::as_expected(one, outcome)) continue;
        explain(context.err(), one, outcome);
        context.status = kFailed;
    }
}

} // namespace

void add_simulate(CLI::App& policy, Context& context) {
    const auto path = std::make_shared<std::string>();
    auto* command = policy.add_subcommand(
        "simulate", "Decide the cases of a file; status 1 where one is not as it expects");
    command->add_option("--cases", *path, "File of cases; - for the standard input")->required();
    command->callback([&context, path] { simulate(context, *path); });
}

} // namespace joingate::ctl
