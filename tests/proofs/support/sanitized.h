#pragma once

#include <string>
#include <vector>

namespace joingate::proofs {

/// Brings these targets of the preset ("asan", "tsan") up to date, which takes minutes the first
/// time; the build tree. Throws where they do not build.
std::string build_sanitized(const std::string& preset, const std::vector<std::string>& targets);

/// What a sanitizer reported in this file: its first line; empty where there is none.
std::string sanitizer_report(const std::string& file);

} // namespace joingate::proofs
