// The proofs: what operators trust, shown under load and faults. Each also runs with its planted
// bugs and must then turn red.
#include "tests/proofs/support/proof.h"
#include "tests/support/places.h"

#include <CLI/CLI.hpp>
#include <Poco/Process.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <optional>
#include <random>
#include <stdexcept>

namespace {

using namespace joingate::proofs;
using Clock = std::chrono::steady_clock;

struct Options {
    std::vector<std::string> names;
    bool full = false;
    bool list = false;
    std::uint64_t seed = 0;
    std::string bug; ///< "all", "none" or one of them
    std::string report;
};

struct Outcome {
    std::vector<Run::Rule> rules;
    std::vector<Run::Figure> figures;
    std::chrono::seconds took{};

    bool green() const {
        return !rules.empty() &&
               std::all_of(rules.begin(), rules.end(), [](const auto& rule) { return rule.held; });
    }
    bool breaks(const std::string& text) const {
        return std::any_of(rules.begin(), rules.end(),
                           [&](const auto& rule) { return !rule.held && rule.text == text; });
    }
};

Outcome run(const Proof& proof, const Options& options, const std::string& bug) {
    // Red runs are quick ones: they show that the check works, not how much was checked.
    const auto size = options.full && bug.empty() ? Size::Full : Size::Quick;
    Run run{proof.name, size, options.seed, bug};
    const auto start = Clock::now();
    try {
        proof.prove(run);
    } catch (const std::exception& e) {
        run.must("the proof runs to its end", false, e.what());
    }
    return {run.rules(), run.figures(),
            std::chrono::duration_cast<std::chrono::seconds>(Clock::now() - start)};
}

void print(const Outcome& outcome) {
    for (const auto& rule : outcome.rules) {
        std::cout << (rule.held ? "  held    " : "  BROKEN  ") << rule.text;
        if (!rule.held) std::cout << " (" << rule.broken << " x, first: " << rule.found << ')';
        std::cout << '\n';
    }
    for (const auto& [name, value] : outcome.figures)
        std::cout << "  " << name << ": " << value << '\n';
    std::cout << "  " << outcome.took.count() << " s\n" << std::flush;
}

/// The program like this one that has the bug in it, for a proof that needs no worker; none where
/// this is the one to run.
std::optional<std::string> program_with(const Bug& bug) {
    namespace fs = std::filesystem;
    auto program = joingate::places::in_build("bugs/" + bug.name + "/joingate_proofs");
    if (!fs::exists(program) || fs::equivalent(program, "/proc/self/exe")) return std::nullopt;
    return program;
}

bool turns_red(const Proof& proof, const Options& options, const Bug& bug) {
    if (const auto program = program_with(bug))
        return Poco::Process::wait(
                   Poco::Process::launch(*program, {proof.name, "--bug", bug.name, "--seed",
                                                    std::to_string(options.seed)})) == 0;
    std::cout << proof.name << " with the bug " << bug.name << '\n' << std::flush;
    const auto outcome = run(proof, options, bug.name);
    print(outcome);
    const bool red = outcome.breaks(bug.breaks);
    std::cout << (red ? "  red, as it must be\n" : "  NOT SEEN: " + bug.breaks + '\n')
              << std::flush;
    return red;
}

/// What .ci/prove and .ci/count read.
void report(const Proof& proof, const Options& options, const Outcome& outcome,
            const std::vector<std::string>& bugs_seen) {
    nlohmann::ordered_json json{{"name", proof.name},
                                {"full", options.full},
                                {"green", outcome.green()},
                                {"seed", std::to_string(options.seed)},
                                {"seconds", outcome.took.count()},
                                {"rules", nlohmann::json::array()},
                                {"broken", nlohmann::json::array()},
                                {"figures", nlohmann::json::array()},
                                {"bugs", proof.bugs.size()},
                                {"bugs_seen", bugs_seen}};
    for (const auto& rule : outcome.rules)
        json[rule.held ? "rules" : "broken"].push_back(rule.text);
    for (const auto& [name, value] : outcome.figures)
        json["figures"].push_back({name, value});
    std::ofstream file{options.report};
    file << json << '\n' << std::flush;
    if (!file) throw std::runtime_error{"cannot write " + options.report};
}

bool passes(const Proof& proof, const Options& options) {
    std::cout << proof.name << " (seed " << options.seed << ")\n" << std::flush;
    bool good = true;
    Outcome outcome;
    if (options.bug == "all" || options.bug == "none") {
        outcome = run(proof, options, {});
        print(outcome);
        good = outcome.green();
    }
    std::vector<std::string> seen;
    for (const auto& bug : proof.bugs) {
        if (options.bug != "all" && options.bug != bug.name) continue;
        if (turns_red(proof, options, bug))
            seen.push_back(bug.name);
        else
            good = false;
    }
    if (!options.report.empty()) report(proof, options, outcome, seen);
    return good;
}

template <class Named> bool is_among(const std::vector<Named>& all, const std::string& name) {
    return std::any_of(all.begin(), all.end(), [&](const auto& one) { return one.name == name; });
}

int refuse(const std::string& what) {
    std::cerr << "there is no " << what << '\n';
    return 2;
}

int prove(const Options& options) {
    const auto& all = all_proofs();
    if (options.list) {
        for (const auto& proof : all)
            std::cout << proof.name << '\n';
        return 0;
    }
    for (const auto& name : options.names)
        if (!is_among(all, name)) return refuse("proof " + name + "; --list tells their names");

    std::vector<Proof> wanted;
    std::copy_if(all.begin(), all.end(), std::back_inserter(wanted), [&](const Proof& proof) {
        return options.names.empty() ||
               std::count(options.names.begin(), options.names.end(), proof.name) > 0;
    });
    const bool is_one_bug = options.bug != "all" && options.bug != "none";
    if (is_one_bug && std::none_of(wanted.begin(), wanted.end(), [&](const Proof& proof) {
            return is_among(proof.bugs, options.bug);
        }))
        return refuse("bug " + options.bug + " in what is to be proved");

    bool good = true;
    for (const auto& proof : wanted)
        good = passes(proof, options) && good;
    return good ? 0 : 1;
}

} // namespace

int main(int count, char** words) {
    Options options;
    options.seed = std::random_device{}();
    options.bug = "all";
    CLI::App app{"Proves what joingate promises."};
    app.add_option("name", options.names, "only these proofs");
    app.add_flag("--full", options.full, "at full size");
    app.add_flag("--list", options.list, "only the names of the proofs");
    app.add_option("--seed", options.seed, "repeats a run");
    app.add_option("--bug", options.bug, "only the red run with this planted bug, or \"none\"");
    app.add_option("--report", options.report, "writes what was found to this file; of one proof");
    CLI11_PARSE(app, count, words);
    // A proof may come back from a namespace of its own to another working directory.
    if (!options.report.empty()) options.report = std::filesystem::absolute(options.report);
    return prove(options);
}
