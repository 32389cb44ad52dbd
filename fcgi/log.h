#pragma once

#include <string>

namespace joingate {

/// Sends all loggers to standard error, one write per line: with a `<6>` priority in front where
/// that is the journal, else with the time and the level's name. Control characters and bytes
/// beyond ASCII are replaced, so that no value can forge a line. Before other threads start.
void start_logging();

/// A level of Poco (fatal, critical, error, warning, notice, information, debug, trace, none).
/// Throws Poco::InvalidArgumentException for another word.
void set_log_level(const std::string& level);

} // namespace joingate
