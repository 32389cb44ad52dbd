#include "tenancy/ctl/program.h"

#include <unistd.h>

#include <iostream>

int main(int argc, char** argv) {
    const std::vector<std::string> arguments{argv + 1, argv + argc};
    return joingate::ctl::run(arguments,
                              {std::cin, std::cout, std::cerr, ::isatty(STDERR_FILENO) == 1,
                               ::isatty(STDIN_FILENO) == 1});
}
