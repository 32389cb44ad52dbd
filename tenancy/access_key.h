#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace joingate {

/// Encrypts secrets at rest: AES-256-GCM, a random 96-bit nonce in front and the 128-bit tag
/// behind, the owner (of an access key its id) as associated data. Thread-safe.
class SecretBox {
public:
    /// Reads the master keys: one line per version, `VERSION HEX` with 64 hex digits; the highest
    /// version encrypts. Throws std::runtime_error, without quoting the file, if it cannot be
    /// used, also if it is not private (read_private_file).
    static SecretBox from_file(const std::string& path);

    /// Keys of 32 bytes, at least one.
    explicit SecretBox(std::map<int, std::string> keys_by_version);
    ~SecretBox();
    SecretBox(const SecretBox&) = default;
    SecretBox(SecretBox&&) = default;
    SecretBox& operator=(const SecretBox&) = delete;
    SecretBox& operator=(SecretBox&&) = delete;

    /// With the same versions, each key the HMAC-SHA256 of the label under this box's key: who
    /// learns the one cannot compute the other, nor that of another label.
    SecretBox derive(std::string_view label) const;

    int current_version() const;
    /// All that there are keys for, the current one first.
    std::vector<int> versions() const;
    /// With the current version.
    std::string seal(std::string_view owner, std::string_view secret) const;
    /// Throws std::runtime_error for another owner, an unknown version or changed bytes.
    std::string open(std::string_view owner, int key_version, std::string_view sealed) const;
    /// HMAC-SHA256 under the key of this version: 32 bytes. Use it on a derived box only, so that
    /// no key both encrypts and hashes. Throws std::runtime_error for an unknown version.
    std::string mac(int key_version, std::string_view text) const;

private:
    std::map<int, std::string> keys_;
};

} // namespace joingate
