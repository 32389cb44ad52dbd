#pragma once

#include <string>

namespace joingate {

/// The content of a file of secrets, at most 64 KiB. Throws std::runtime_error where it cannot be
/// read, or where its group or all users may. A single user named in an ACL may: so systemd hands
/// credentials (LoadCredential=) to a service that does not run as root.
std::string read_private_file(const std::string& path);

} // namespace joingate
