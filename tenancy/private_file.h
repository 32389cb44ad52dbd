#pragma once

#include <string>

namespace joingate {

/// The content of a file of secrets, at most 64 KiB. Throws std::runtime_error if it cannot be
/// read, or if its mode lets its group do more than read or all users do anything: 0600 and 0640
/// are good. So are systemd's credentials (LoadCredential=): 0440, where an ACL lets one user in.
std::string read_private_file(const std::string& path);

} // namespace joingate
