#pragma once

#include "tenancy/access_key.h"

#include <string>
#include <string_view>
#include <vector>

namespace joingate {

/// Whose secret it is: the same EUI and PIN hash differently for each.
enum class DeviceKind { Node, Gateway };

struct PinHash {
    int key_version = 0;
    std::string bytes; ///< 32 of them
};

/// What the registries keep of PINs and AppKeys, under keys derived from the master keys. EUIs are
/// 16 hex digits in either letter case. Thread-safe. Throws std::runtime_error for a version whose
/// master key is gone.
class DeviceSecrets {
public:
    /// `secrets` is not needed afterwards.
    explicit DeviceSecrets(const SecretBox& secrets);

    /// With the current version.
    PinHash hash_pin(DeviceKind kind, std::string_view eui, std::string_view pin) const;
    /// With every version that there is a key for, the current one first.
    std::vector<PinHash> hash_pin_with_each(DeviceKind kind, std::string_view eui,
                                            std::string_view pin) const;
    /// Takes as long for a wrong PIN as for the right one.
    bool pin_matches(DeviceKind kind, std::string_view eui, std::string_view pin,
                     const PinHash& hash) const;

    /// The version with which secrets are hashed and sealed.
    int current_version() const { return app_keys_.current_version(); }
    /// With the current version, for this node only.
    std::string seal_app_key(std::string_view dev_eui, std::string_view app_key) const;
    /// Throws std::runtime_error for another node or changed bytes.
    std::string open_app_key(std::string_view dev_eui, int key_version,
                             std::string_view sealed) const;

private:
    SecretBox pins_;
    SecretBox app_keys_;
};

} // namespace joingate
