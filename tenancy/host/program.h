#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace joingate::host {

/// How a program ended and what it wrote.
struct Ran {
    int status = 0; ///< exit status; 128 and the signal where a signal ended it
    std::string out;
    std::string err;

    bool good() const { return status == 0; }
};

/// Runs a program and waits for its end. There is no shell: each word is one argument. A name
/// without a slash is looked for in PATH, then in /usr/sbin and /sbin, which PATH lacks after a
/// plain `su`. The program reads `input`. Throws std::runtime_error where it cannot be started.
/// Thread-safe.
Ran run(const std::vector<std::string>& command, std::string_view input = {});

/// The same; throws std::runtime_error with the command and what it complained about where its
/// status is not 0. Returns its output.
std::string run_well(const std::vector<std::string>& command, std::string_view input = {});

/// Where run() finds it; empty where there is none.
std::string find_program(const std::string& name);

/// The command as a person would type it.
std::string as_typed(const std::vector<std::string>& command);

} // namespace joingate::host
