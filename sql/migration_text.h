#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace joingate::db {

/// The statements of a migration, each ended by a ';' at the end of a line, with `${nopad_bin}`
/// replaced by `collation`.
std::vector<std::string> migration_statements(std::string_view text, std::string_view collation);

/// Lower-case hex, of the text as it was written: the same on every engine.
std::string sha256_hex(std::string_view text);

} // namespace joingate::db
