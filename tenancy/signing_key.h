#pragma once

#include <functional>
#include <memory>
#include <string>
#include <string_view>

namespace joingate {

/// Takes a text piece by piece.
using TextSink = std::function<void(std::string_view)>;
/// Hands a text over in pieces, so that it is never in memory as a whole.
using TextSource = std::function<void(const TextSink&)>;

/// An access-key secret ready to sign with: the keyed states of its MACs, computed once. The secret
/// itself is not kept. Copies share the states. Thread-safe.
class SigningKey {
public:
    explicit SigningKey(std::string_view secret);

    /// Signature 1.0 (key = secret and '&'): raw digests of 20 and 32 bytes.
    std::string hmac_sha1_v1(std::string_view text) const;
    std::string hmac_sha256_v1(std::string_view text) const;
    std::string hmac_sha1_v1(const TextSource& text) const;
    std::string hmac_sha256_v1(const TextSource& text) const;
    /// ACS3-HMAC-SHA256 (key = secret): raw digest of 32 bytes.
    std::string hmac_sha256_v3(std::string_view text) const;

private:
    struct States;
    std::shared_ptr<const States> states_;
};

} // namespace joingate
