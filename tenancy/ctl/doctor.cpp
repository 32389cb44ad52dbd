#include "tenancy/host/doctor.h"

#include "tenancy/ctl/commands.h"
#include "tenancy/ctl/context.h"
#include "tenancy/ctl/json.h"

#include <CLI/CLI.hpp>

#include <unistd.h>

#include <memory>
#include <ostream>

namespace joingate::ctl {
namespace {

using host::Finding;

const char* word(Finding::Level level) {
    switch (level) {
    case Finding::Level::Ok: return "OK";
    case Finding::Level::Warn: return "WARN";
    case Finding::Level::Fail: break;
    }
    return "FAIL";
}

void print(std::ostream& out, const Finding& finding) {
    constexpr std::size_t kColumn = 6;
    std::string begin{word(finding.level)};
    begin.resize(kColumn, ' ');
    out << begin << finding.about << ": " << finding.seen << '\n';
    if (!finding.advice.empty()) out << "      -> " << finding.advice << '\n';
    out << std::flush;
}

void doctor(Context& context, const std::string& endpoint) {
    if (context.place.is_real() && ::geteuid() != 0)
        context.err() << "joingatectl: doctor runs as " << ::geteuid()
                      << " and not as root: some things cannot be looked at\n";
    host::Findings findings;
    std::size_t failures = 0;
    std::size_t warnings = 0;
    host::examine({context.place, context.config_path, endpoint, JOINGATE_VERSION},
                  [&](const Finding& finding) {
                      if (finding.level == Finding::Level::Fail) ++failures;
                      if (finding.level == Finding::Level::Warn) ++warnings;
                      if (!context.json) print(context.out(), finding);
                      findings.push_back(finding);
                  });
    if (failures > 0) context.status = kFailed;
    if (!context.json) {
        context.out() << findings.size() << " findings, " << failures << " failures, " << warnings
                      << " warnings\n";
        return;
    }
    Poco::JSON::Object object{Poco::JSON_PRESERVE_KEY_ORDER};
    object.set("Well", failures == 0);
    object.set("Findings", json_objects(findings, [](auto& one, const auto& finding) {
                   one.set("About", finding.about);
                   one.set("Level", word(finding.level));
                   one.set("Seen", finding.seen);
                   one.set("Advice", finding.advice);
               }));
    write_json(context.out(), object);
}

} // namespace

void add_doctor(CLI::App& app, Context& context) {
    const auto endpoint = std::make_shared<std::string>("127.0.0.1:80");
    auto* command = app.add_subcommand(
        "doctor", "Look at the whole installation and say what to do; changes nothing");
    command->add_option("--endpoint", *endpoint, "Where nginx listens")
        ->type_name("HOST:PORT")
        ->capture_default_str();
    command->callback([&context, endpoint] { doctor(context, *endpoint); });
}

} // namespace joingate::ctl
