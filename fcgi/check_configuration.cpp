#include "fcgi/check_configuration.h"

#include "fcgi/worker_settings.h"
#include "tenancy/access_key.h"
#include "tenancy/configuration.h"
#include "tenancy/setting.h"
#include "tenancy/settings.h"

#include <sysexits.h>

#include <algorithm>
#include <exception>
#include <optional>
#include <ostream>
#include <string>
#include <vector>

namespace joingate {
namespace {

/// Each step is tried, whatever the others found.
template <class Step> void attempt(std::vector<std::string>& problems, Step step) try {
    step();
} catch (const BadConfiguration& e) {
    problems.insert(problems.end(), e.problems().begin(), e.problems().end());
}

std::vector<std::string> problems_of(const Configuration& all) {
    auto problems = all.problems();
    const auto config = all.good_part();
    attempt(problems, [&] { read_settings(config, Login::Worker); });
    attempt(problems, [&] { read_worker_settings(config); });
    attempt(problems, [&] {
        const std::string file{"secrets.masterKeyFile"};
        try {
            SecretBox::from_file(config.text(file));
        } catch (const std::exception& e) {
            config.refuse(file, e.what());
        }
    });
    return problems;
}

/// The configuration, if it is good.
std::optional<Configuration> checked(const std::string& path, std::ostream& err) {
    std::optional<Configuration> config;
    std::vector<std::string> problems;
    attempt(problems, [&] {
        config = Configuration::from_file(path);
        problems = problems_of(*config);
    });
    for (const auto& problem : problems)
        err << problem << '\n';
    if (!problems.empty()) config.reset();
    return config;
}

} // namespace

int check_configuration(const std::string& path, std::ostream& out, std::ostream& err) {
    if (!checked(path, err)) return EX_CONFIG;
    out << path << " is good\n";
    return EX_OK;
}

int print_configuration(const std::string& path, std::ostream& out, std::ostream& err) {
    const auto config = checked(path, err);
    if (!config) return EX_CONFIG;
    std::vector<std::string> lines;
    std::size_t widest = 0;
    for (const auto& setting : all_settings()) {
        lines.push_back(std::string{setting.name} + " = " + config->text(setting.name));
        widest = std::max(widest, lines.back().size());
    }
    std::size_t index = 0;
    for (const auto& setting : all_settings()) {
        auto& line = lines[index++];
        line.resize(widest, ' ');
        out << line << "  # " << config->origin(setting.name) << '\n';
    }
    return EX_OK;
}

} // namespace joingate
