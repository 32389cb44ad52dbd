#include "tenancy/device_secrets.h"

#include <Poco/String.h>
#include <openssl/crypto.h>

namespace joingate {
namespace {

/// Of one length for all devices of a kind, so that no two of them have one text.
std::string hashed_text(DeviceKind kind, std::string_view eui, std::string_view pin) {
    std::string text{kind == DeviceKind::Node ? "node " : "gateway "};
    text += Poco::toLower(std::string{eui});
    text += ' ';
    text += pin;
    return text;
}

} // namespace

DeviceSecrets::DeviceSecrets(const SecretBox& secrets)
    : pins_{secrets.derive("joingate device PIN")},
      app_keys_{secrets.derive("joingate device AppKey")} {}

PinHash DeviceSecrets::hash_pin(DeviceKind kind, std::string_view eui, std::string_view pin) const {
    const int version = pins_.current_version();
    return {version, pins_.mac(version, hashed_text(kind, eui, pin))};
}

std::vector<PinHash> DeviceSecrets::hash_pin_with_each(DeviceKind kind, std::string_view eui,
                                                       std::string_view pin) const {
    std::vector<PinHash> hashes;
    for (const int version : pins_.versions())
        hashes.push_back({version, pins_.mac(version, hashed_text(kind, eui, pin))});
    return hashes;
}

bool DeviceSecrets::pin_matches(DeviceKind kind, std::string_view eui, std::string_view pin,
                                const PinHash& hash) const {
    const auto computed = pins_.mac(hash.key_version, hashed_text(kind, eui, pin));
    return computed.size() == hash.bytes.size() &&
           CRYPTO_memcmp(computed.data(), hash.bytes.data(), computed.size()) == 0;
}

std::string DeviceSecrets::seal_app_key(std::string_view dev_eui, std::string_view app_key) const {
    return app_keys_.seal(Poco::toLower(std::string{dev_eui}), app_key);
}

std::string DeviceSecrets::open_app_key(std::string_view dev_eui, int key_version,
                                        std::string_view sealed) const {
    return app_keys_.open(Poco::toLower(std::string{dev_eui}), key_version, sealed);
}

} // namespace joingate
