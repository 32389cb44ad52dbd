#pragma once

#include <map>
#include <string>
#include <string_view>

namespace joingate {

/// Encrypts access-key secrets at rest: AES-256-GCM, a random 96-bit nonce in front and the 128-bit
/// tag behind, the key id as associated data. Thread-safe.
class SecretBox {
public:
    /// Reads the master keys: one line per version, `VERSION HEX` with 64 hex digits; the highest
    /// version encrypts. Throws std::runtime_error, without quoting the file, where it cannot be
    /// used, also where anyone but its owner may read it (read_private_file).
    static SecretBox from_file(const std::string& path);

    /// Keys of 32 bytes, at least one.
    explicit SecretBox(std::map<int, std::string> keys_by_version);
    ~SecretBox();
    SecretBox(const SecretBox&) = default;
    SecretBox(SecretBox&&) = default;
    SecretBox& operator=(const SecretBox&) = delete;
    SecretBox& operator=(SecretBox&&) = delete;

    int current_version() const;
    /// With the current version.
    std::string seal(std::string_view access_key_id, std::string_view secret) const;
    /// Throws std::runtime_error for another key id, an unknown version or changed bytes.
    std::string open(std::string_view access_key_id, int key_version,
                     std::string_view sealed) const;

private:
    std::map<int, std::string> keys_;
};

} // namespace joingate
