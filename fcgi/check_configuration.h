#pragma once

#include <iosfwd>
#include <string>

namespace joingate {

/// Reads the configuration as a worker would, with the files that it names. Prints "PATH is good"
/// to `out`, or every problem to `err`, each on a line. Returns the exit status, EX_OK or
/// EX_CONFIG. Flushes nothing; throws what `out` throws.
int check_configuration(const std::string& path, std::ostream& out, std::ostream& err);

/// The same, but prints every setting with its value and where that comes from. Of passwords and
/// keys it shows the names of their files only.
int print_configuration(const std::string& path, std::ostream& out, std::ostream& err);

} // namespace joingate
