#pragma once

#include <string>

namespace joingate::test {

struct ShellEnded {
    int status = -1;    ///< of its exit; -1 where a signal ended it
    std::string output; ///< both streams, as far as the script did not send them elsewhere
};

/// Runs a script of sh(1). Throws std::runtime_error where there is no shell.
ShellEnded run_shell(const std::string& script);

} // namespace joingate::test
