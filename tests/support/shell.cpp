#include "tests/support/shell.h"

#include <sys/wait.h>

#include <array>
#include <cstdio>
#include <stdexcept>

namespace joingate::test {

ShellEnded run_shell(const std::string& script) {
    const auto command = "exec 2>&1; " + script;
    auto* const pipe = ::popen(command.c_str(), "re");
    if (pipe == nullptr) throw std::runtime_error{"no shell can be started"};
    ShellEnded ended;
    std::array<char, 4096> bytes{};
    for (std::size_t count = 1; count != 0;) {
        count = std::fread(bytes.data(), 1, bytes.size(), pipe);
        ended.output.append(bytes.data(), count);
    }
    const int status = ::pclose(pipe);
    if (WIFEXITED(status)) ended.status = WEXITSTATUS(status);
    return ended;
}

} // namespace joingate::test
