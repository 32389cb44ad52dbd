#pragma once

#include <string>
#include <string_view>

namespace joingate::db {

/// What MariaDB stores of a password for mysql_native_password, as it stands between quotes behind
/// USING: the server writes a statement into its binary log as it came.
std::string native_password_hash(std::string_view password);

} // namespace joingate::db
