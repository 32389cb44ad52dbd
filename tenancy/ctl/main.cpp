#include "tenancy/ctl/program.h"
#include "tenancy/standard_streams.h"

#include <unistd.h>

#include <csignal>
#include <exception>
#include <iostream>

int main(int argc, char** argv) try {
    joingate::open_standard_descriptors();
    // A reader that went away is an error like a full disk, and ends no command halfway.
    std::signal(SIGPIPE, SIG_IGN);
    joingate::Output out{STDOUT_FILENO};
    if (::isatty(STDOUT_FILENO) == 1) out << std::unitbuf;
    std::cin.tie(&out);
    const std::vector<std::string> arguments{argv + 1, argv + argc};
    return joingate::ctl::run(arguments, {std::cin, out, std::cerr, ::isatty(STDERR_FILENO) == 1,
                                          ::isatty(STDIN_FILENO) == 1});
} catch (const std::exception& e) {
    std::cerr << "joingatectl: " << e.what() << '\n';
    return joingate::ctl::kFailed;
}
