#pragma once

#include <map>
#include <string>
#include <vector>

namespace joingate::proofs {

struct Ended {
    int status = 0;
    std::string output; ///< standard output and standard error, as they came
};

/// Runs a program to its end; `environment` is added to our own.
Ended run_to_end(const std::string& program, const std::vector<std::string>& arguments,
                 const std::map<std::string, std::string>& environment = {});

/// The first line of the text that holds `mark`, from there on; empty where none does.
std::string line_from(const std::string& text, const std::string& mark);

} // namespace joingate::proofs
