// libFuzzer, AddressSanitizer and UndefinedBehaviorSanitizer over every parser of a caller's bytes
// (tests/fuzz).
#include "tests/proofs/support/program.h"
#include "tests/proofs/support/proof.h"
#include "tests/support/places.h"

#include <algorithm>
#include <atomic>
#include <filesystem>
#include <thread>

namespace joingate::proofs {
namespace {

namespace fs = std::filesystem;

const std::string kNoReport =
    "no input makes a parser crash, hang, leak or read what is not its own";

struct Target {
    std::string name;
    std::string promise;
    std::string bug; ///< tests/fuzz/bugs/NAME/BUG.patch
};

const std::vector<Target>& targets() {
    static const std::vector<Target> all{
        {"authorization", "an Authorization header has its three fields once each, or is refused",
         "takes_a_field_twice"},
        {"canonicaliser", "a signature covers exactly the request's parameters, however written",
         "leaves_out_an_empty_value"},
        {"form", "of query and form exactly what is allowed is taken, each name once",
         "takes_a_name_twice"},
        {"number", "a number is a whole text in its range and keeps its value",
         "takes_text_behind_digits"},
        {"percent", "percent-encoding comes back, and nothing else is taken for it",
         "reads_one_digit_too_far"},
        {"policy_json", "a policy is strict JSON and means the same however it is written",
         "takes_a_key_twice"},
        {"record_stream", "the record guard lets exactly one well-formed request through",
         "lets_a_pair_be_cut"},
        {"reply", "every reply is JSON or XML whose values come back, under headers of its own",
         "lets_a_text_open_an_element"},
        {"time", "a time is exactly its form and a moment that exists",
         "carries_into_the_next_field"},
        {"utf8", "text is UTF-8 without NUL, as another decoder judges it", "takes_nul"},
        {"wildcard", "a wildcard fits what a slow, plain matcher says", "tries_a_star_once"},
    };
    return all;
}

constexpr unsigned kAtOnce = 2;

/// Tells how many inputs there were.
std::string fuzz(Run& run, const Target& target) {
    const fs::path sources = places::in_source("tests/fuzz");
    const fs::path build = places::in_build("fuzz");
    const auto program =
        run.has_bug(target.bug) ? build / "bugs" / target.bug / target.name : build / target.name;
    const auto dictionary = sources / "dictionaries" / target.name;
    // What is found is kept apart: each run begins with the committed corpus alone.
    const auto found = fs::path{run.folder()} / target.name;
    fs::remove_all(found);
    fs::create_directories(found);

    constexpr std::uint64_t kSeeds = 0xFFFF'FFFE;
    std::vector<std::string> arguments{
        "-seed=" + std::to_string(run.seed() % kSeeds + 1), // 0 would be a random one
        "-runs=" + std::to_string(run.size(2'000, 10'000'000)),
        "-max_total_time=" + std::to_string(run.size(60, 300)),
        "-timeout=5",
        "-artifact_prefix=" + run.folder() + '/' + target.name + '-',
        found.string(),
        (sources / "corpus" / target.name).string()};
    if (fs::exists(dictionary)) arguments.push_back("-dict=" + dictionary.string());
    const auto ended = run_to_end(program.string(), arguments);

    const auto broken = line_from(ended.output, "broken promise: ");
    // libFuzzer prints only a short input, but keeps each.
    const auto input = ", input " + line_from(ended.output, "Base64: ") + ' ' +
                       line_from(ended.output, "Test unit written to ");
    run.must(target.promise, broken.empty(), broken + input);
    // AddressSanitizer's and libFuzzer's own reports, or UndefinedBehaviorSanitizer's.
    auto report = line_from(ended.output, "ERROR: ");
    if (report.empty()) report = line_from(ended.output, "runtime error: ");
    run.must(kNoReport, ended.status == 0 || !broken.empty(), target.name + ": " + report + input);
    const auto done = line_from(ended.output, "Done ");
    constexpr std::size_t kWord = 5;
    return done.empty() ? "0" : done.substr(kWord, done.find(' ', kWord) - kWord);
}

void prove(Run& run) {
    // A red run needs only the target that has the bug.
    std::vector<Target> wanted;
    std::copy_if(targets().begin(), targets().end(), std::back_inserter(wanted),
                 [&](const Target& target) { return run.has_bug(target.bug); });
    if (wanted.empty()) wanted = targets();

    std::vector<std::string> inputs(wanted.size());
    std::atomic<std::size_t> next{0};
    std::vector<std::thread> threads;
    for (unsigned i = 0; i < kAtOnce; ++i)
        threads.emplace_back([&] {
            for (auto one = next++; one < wanted.size(); one = next++)
                inputs[one] = fuzz(run, wanted[one]);
        });
    for (auto& thread : threads)
        thread.join();
    for (std::size_t i = 0; i < wanted.size(); ++i)
        run.figure("inputs to " + wanted[i].name, inputs[i]);
}

std::vector<Bug> bugs() {
    std::vector<Bug> all;
    for (const auto& target : targets())
        all.push_back({target.bug, target.name == "percent" ? kNoReport : target.promise});
    return all;
}

const Registered kParsers{{"parsers", prove, bugs()}};

} // namespace
} // namespace joingate::proofs
