#pragma once

#include <string>
#include <string_view>

namespace joingate {

/// The content of a file of secrets, at most 64 KiB. Throws std::runtime_error if it cannot be
/// read, or if its mode lets its group do more than read or all users do anything: 0600 and 0640
/// are good. So are systemd's credentials (LoadCredential=): 0440, where an ACL lets one user in.
std::string read_private_file(const std::string& path);

/// Makes a file of secrets that only its owner may read. It appears in one step, complete and on
/// the disk. False where there is a file already, which stays as it is. Throws std::runtime_error.
bool create_private_file(const std::string& path, std::string_view content);

/// Puts new content in place of an old one in one step: whoever opens the file reads all of the one
/// or all of the other. Owner, group and mode stay, and so does a symbolic link, whose target is
/// replaced. Throws std::runtime_error; then the old content
/// is still there.
void replace_private_file(const std::string& path, std::string_view content);

} // namespace joingate
