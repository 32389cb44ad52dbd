#include "tenancy/admin/check.h"
#include "tenancy/ctl/commands.h"
#include "tenancy/ctl/context.h"
#include "tenancy/ctl/progress.h"

#include <CLI/CLI.hpp>
#include <Poco/JSON/Array.h>
#include <Poco/JSON/Object.h>

#include <ostream>

namespace joingate::ctl {
namespace {

void print_json(const Context& context, const admin::CheckResult& result) {
    Poco::JSON::Array differences{Poco::JSON_PRESERVE_KEY_ORDER};
    for (const auto& difference : result.differences) {
        Poco::JSON::Object one{Poco::JSON_PRESERVE_KEY_ORDER};
        one.set("Where", difference.where);
        one.set("Subject", difference.subject);
        one.set("Problem", difference.problem);
        differences.add(one);
    }
    Poco::JSON::Array hints;
    for (const auto& hint : result.hints)
        hints.add(hint);
    Poco::JSON::Object object{Poco::JSON_PRESERVE_KEY_ORDER};
    object.set("Clean", result.differences.empty());
    object.set("Instances", result.instances);
    object.set("Differences", differences);
    object.set("Hints", hints);
    constexpr unsigned kIndent = 2;
    object.stringify(context.out(), kIndent);
    context.out() << '\n';
}

void print_words(const Context& context, const admin::CheckResult& result) {
    for (const auto& difference : result.differences)
        context.out() << difference.where << ": " << difference.subject << ' ' << difference.problem
                      << '\n';
    for (const auto& hint : result.hints)
        context.err() << hint << '\n';
    context.out() << "instances: " << result.instances
                  << ", differences: " << result.differences.size() << '\n';
}

void check(Context& context) {
    const auto result = [&] {
        Progress progress{context.err(), context.err_is_terminal()};
        return admin::check(
            {context.schemas(), context.worker(), context.quota_names()},
            [&progress](std::size_t done, std::size_t all) { progress.show(done, all); });
    }();
    if (context.json)
        print_json(context, result);
    else
        print_words(context, result);
    if (!result.differences.empty()) context.status = kFailed;
}

} // namespace

void add_check(CLI::App& app, Context& context) {
    app.add_subcommand("check", "Compare all that is stored with itself; changes nothing")
        ->callback([&context] { check(context); });
}

} // namespace joingate::ctl
