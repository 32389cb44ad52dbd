#include "tests/proofs/support/sanitized.h"

#include "tests/proofs/support/program.h"
#include "tests/support/places.h"

#include <algorithm>
#include <fstream>
#include <sstream>
#include <stdexcept>

namespace joingate::proofs {
namespace {

void run_cmake(const std::vector<std::string>& arguments) {
    constexpr std::size_t kTail = 2000;
    const auto ended = run_to_end("cmake", arguments);
    if (ended.status == 0) return;
    const auto& text = ended.output;
    throw std::runtime_error{"cmake fails: " +
                             text.substr(text.size() - std::min(text.size(), kTail))};
}

} // namespace

std::string build_sanitized(const std::string& preset, const std::vector<std::string>& targets) {
    const auto source = places::in_source("");
    const auto tree = places::in_source("build/" + preset);
    run_cmake({"-S", source, "--preset", preset, "-DJOINGATE_TESTS=ON", "-DJOINGATE_BENCH=OFF"});
    std::vector<std::string> build{"--build", tree, "--target"};
    build.insert(build.end(), targets.begin(), targets.end());
    run_cmake(build);
    return tree;
}

std::string sanitizer_report(const std::string& text) {
    std::istringstream lines{text};
    for (std::string line; std::getline(lines, line);)
        if (line.find("Sanitizer") != std::string::npos ||
            line.find("runtime error: ") != std::string::npos)
            return line;
    return {};
}

std::string sanitizer_report_in_file(const std::string& path) {
    std::ostringstream text;
    text << std::ifstream{path}.rdbuf();
    return sanitizer_report(text.str());
}

} // namespace joingate::proofs
