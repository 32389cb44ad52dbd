#pragma once

#include <string>

namespace CLI {
class App;
class ParseError;
} // namespace CLI

namespace joingate::ctl {

/// Which word of a command line that `app` refused is no command or no option, with the nearest one
/// that there is; or that a command is missing, with all that there are. Empty if the error is
/// another one.
std::string wrong_words(const CLI::App& app, const CLI::ParseError& error);

} // namespace joingate::ctl
