#include "tenancy/admin/check.h"
#include "tenancy/ctl/commands.h"
#include "tenancy/ctl/context.h"
#include "tenancy/ctl/json.h"
#include "tenancy/ctl/progress.h"

#include <CLI/CLI.hpp>

#include <ostream>

namespace joingate::ctl {
namespace {

void print_json(const Context& context, const admin::CheckResult& result) {
    Poco::JSON::Array hints;
    for (const auto& hint : result.hints)
        hints.add(hint);
    Poco::JSON::Object object{Poco::JSON_PRESERVE_KEY_ORDER};
    object.set("Clean", result.differences.empty() && result.unseen.empty());
    object.set("Instances", result.instances);
    object.set("Differences",
               json_objects(result.differences, [](auto& one, const auto& difference) {
                   one.set("Where", difference.where);
                   one.set("Subject", difference.subject);
                   one.set("Problem", difference.problem);
               }));
    object.set("Unseen", json_objects(result.unseen, [](auto& one, const auto& unseen) {
                   one.set("Where", unseen.where);
                   one.set("Reason", unseen.reason);
               }));
    object.set("Hints", hints);
    write_json(context.out(), object);
}

void print_words(const Context& context, const admin::CheckResult& result) {
    for (const auto& difference : result.differences)
        context.out() << difference.where << ": " << difference.subject << ' ' << difference.problem
                      << '\n';
    for (const auto& unseen : result.unseen)
        context.out() << unseen.where << ": could not be looked at: " << unseen.reason << '\n';
    for (const auto& hint : result.hints)
        context.err() << hint << '\n';
    context.out() << "instances: " << result.instances
                  << ", differences: " << result.differences.size();
    if (!result.unseen.empty())
        context.out() << ", could not be looked at: " << result.unseen.size();
    context.out() << '\n';
}

void check(Context& context) {
    context.failed = kUnseen;
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
    if (!result.unseen.empty()) context.status = kUnseen;
    if (!result.differences.empty()) context.status = kFailed;
}

} // namespace

void add_check(CLI::App& app, Context& context) {
    app.add_subcommand("check", "Compare all that is stored with itself; changes nothing")
        ->callback([&context] { check(context); });
}

} // namespace joingate::ctl
