#pragma once

#include <string>
#include <string_view>

namespace joingate {

/// The content of a file of secrets, at most 64 KiB. Throws std::runtime_error where it cannot be
/// read, or where its group or all users may. A single user named in an ACL may: so systemd hands
/// credentials (LoadCredential=) to a service that does not run as root.
std::string read_private_file(const std::string& path);

/// Makes a file of secrets that only its owner may read. It appears in one step, complete and on
/// the disk. False where there is a file already, which stays as it is. Throws std::runtime_error.
bool create_private_file(const std::string& path, std::string_view content);

/// Puts new content in place of an old one in one step: whoever opens the file reads all of the one
/// or all of the other. Owner, group and mode stay. Throws std::runtime_error; then the old content
/// is still there.
void replace_private_file(const std::string& path, std::string_view content);

} // namespace joingate
