#pragma once

#include <string>

namespace joingate {

/// The secrets of a site, by the names that systemd knows them under (systemd.exec(5),
/// LoadCredential=).
inline constexpr const char* kMasterKeyCredential = "master.key";
inline constexpr const char* kPasswordCredential = "database.password";
inline constexpr const char* kAdminPasswordCredential = "admin.password";

/// The encrypted form of a secret file, as `systemd-creds encrypt` makes it: the path and ".cred".
std::string encrypted_path(const std::string& path);

/// The file that holds the secret: the path, or its encrypted form where only that is there.
std::string file_of_secret(const std::string& path);

/// Whether the secret is there, plain or encrypted.
bool has_secret(const std::string& path);
/// Whether it is there encrypted only.
bool is_encrypted(const std::string& path);

/// Whether it is there in both forms, of which the workers may load the other one.
bool is_there_twice(const std::string& path);

/// The content of a file of secrets: as read_private_file, or, where there is only the encrypted
/// form, what `systemd-creds decrypt` makes of it, which takes root. `credential` is the name that
/// it was encrypted under. Throws std::runtime_error.
std::string read_secret(const std::string& path, const char* credential);

/// Makes the secret anew in the form that it has; it must be there. Throws std::runtime_error.
void replace_secret(const std::string& path, const char* credential, const std::string& content);

} // namespace joingate
