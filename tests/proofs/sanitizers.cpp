// ThreadSanitizer, AddressSanitizer, UndefinedBehaviorSanitizer and LeakSanitizer: at full size
// over all tests but the proofs in trees of their own, quickly over tests/sanitized.
#include "tests/proofs/support/program.h"
#include "tests/proofs/support/proof.h"
#include "tests/proofs/support/sanitized.h"
#include "tests/support/places.h"

#include <Poco/String.h>

#include <filesystem>

namespace joingate::proofs {
namespace {

namespace fs = std::filesystem;

const std::string kMemory = "no report of AddressSanitizer, UndefinedBehaviorSanitizer or "
                            "LeakSanitizer, without a suppression";
const std::string kRaces = "no report of ThreadSanitizer, without a suppression of our code";
const std::string kPasses = "every test passes under the sanitizers";

struct Sanitizer {
    std::string name; ///< of its part of tests/sanitized
    std::string preset;
    std::string rule;
    std::vector<std::string> bugs; ///< tests/sanitized/bugs/NAME/BUG.patch
};

const std::vector<Sanitizer>& sanitizers() {
    static const std::vector<Sanitizer> all{
        {"address", "asan", kMemory, {"header_one_byte_longer", "buffers_not_freed"}},
        {"thread", "tsan", kRaces, {"busy_since_is_plain"}},
    };
    return all;
}

/// Runs the program, and whatever it starts. A process leaves its reports in files of its own, but
/// for UndefinedBehaviorSanitizer, which writes to standard error.
void run_sanitized(Run& run, const Sanitizer& sanitizer, const std::string& program,
                   const std::vector<std::string>& arguments = {}) {
    const auto reports = fs::path{run.folder()} / sanitizer.name;
    fs::remove_all(reports);
    fs::create_directories(reports);
    const auto log = "log_path=" + (reports / "report").string();
    const auto ended = run_to_end(
        program, arguments,
        {{"ASAN_OPTIONS", log},
         {"UBSAN_OPTIONS", "print_stacktrace=1"},
         {"TSAN_OPTIONS", log + ":die_after_fork=0:suppressions=" +
                              places::in_source("tests/sanitized/thread.suppressions")}});
    auto report = sanitizer_report(ended.output);
    for (const auto& file : fs::directory_iterator{reports})
        report = sanitizer_report_in_file(file.path().string()) + " (" + file.path().string() + ')';
    run.must(sanitizer.rule, report.empty(), report);
    run.must(kPasses, ended.status == 0 || !report.empty(),
             program + " ends with " + std::to_string(ended.status) + ": " +
                 line_from(ended.output, "error: "));
}

/// "N passed, N failed": the last line of .ci/count.
std::string counted(const std::string& reports) {
    const auto lines =
        Poco::trimRight(run_to_end(places::in_source(".ci/count"), {reports}).output);
    return lines.substr(lines.rfind('\n') + 1);
}

void run_suite(Run& run, const Sanitizer& sanitizer) {
    const auto tree = build_sanitized(sanitizer.preset, {"joingate_tests", "joingate_e2e"});
    run_sanitized(run, sanitizer, "ctest",
                  {"--test-dir", tree, "--verbose", "--no-tests=error", "--exclude-regex",
                   "^(proof|coverage)"});
    run.figure("tests under " + sanitizer.preset, counted(tree + "/reports"));
    for (const char* site : {"site", "sdk"}) {
        const auto report = sanitizer_report_in_file(tree + "/e2e/" + site + "/log/workers.log");
        run.must(sanitizer.rule, report.empty(), report);
    }
}

void prove(Run& run) {
    const fs::path build{places::in_build("")};
    bool is_red = false;
    for (const auto& sanitizer : sanitizers())
        for (const auto& bug : sanitizer.bugs) {
            if (!run.has_bug(bug)) continue;
            is_red = true;
            run_sanitized(run, sanitizer, (build / "bugs" / bug / "sanitized").string());
        }
    if (is_red) return;
    for (const auto& sanitizer : sanitizers()) {
        if (run.full())
            run_suite(run, sanitizer);
        else
            run_sanitized(run, sanitizer,
                          (build / "tests/sanitized" / ("sanitized_" + sanitizer.name)).string());
    }
}

std::vector<Bug> bugs() {
    std::vector<Bug> all;
    for (const auto& sanitizer : sanitizers())
        for (const auto& bug : sanitizer.bugs)
            all.push_back({bug, sanitizer.rule});
    return all;
}

const Registered kSanitizers{{"sanitizers", prove, bugs()}};

} // namespace
} // namespace joingate::proofs
