#pragma once

#include <string>
#include <vector>

namespace joingate::proofs {

/// Brings these targets of the preset ("asan", "tsan") up to date, which takes minutes the first
/// time; the build tree. Throws where they do not build.
std::string build_sanitized(const std::string& preset, const std::vector<std::string>& targets);

/// The first line of what a sanitizer reported in this text; empty where there is none.
std::string sanitizer_report(const std::string& text);
std::string sanitizer_report_in_file(const std::string& path);

} // namespace joingate::proofs
