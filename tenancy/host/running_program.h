#pragma once

#include "tenancy/host/place.h"

#include <string>

namespace joingate::host {

/// The program that a process runs. A program that was replaced since is still the old one.
struct RunningProgram {
    std::string file;          ///< "/usr/sbin/joingated", with " (deleted)" where it was replaced
    std::string version;       ///< what it answers to --version: "joingated 0.2.0"
    bool is_installed = false; ///< it is the file `installed`
};

/// Runs it anew with --version, but only if it belongs to root (or to whom this process runs as)
/// and nobody else may write it: a worker must not get code of its own run by root. Throws
/// std::runtime_error where it may not be run, or cannot be seen.
RunningProgram running_program(const Place& place, long pid, const std::string& installed);

/// The answer of a program to --version, without its end of line. Throws std::runtime_error.
std::string version_of(const std::string& program);

} // namespace joingate::host
