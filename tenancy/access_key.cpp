#include "tenancy/access_key.h"

#include "tenancy/secret_file.h"
#include "tenancy/wiped.h"

#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/rand.h>

#include <algorithm>
#include <charconv>
#include <memory>
#include <stdexcept>

namespace joingate {
namespace {

constexpr std::size_t kKeyBytes = 32;
constexpr std::size_t kNonceBytes = 12;
constexpr std::size_t kTagBytes = 16;

struct FreeContext {
    void operator()(EVP_CIPHER_CTX* context) const { EVP_CIPHER_CTX_free(context); }
};
using Context = std::unique_ptr<EVP_CIPHER_CTX, FreeContext>;

unsigned char* bytes(std::string& text) {
    return reinterpret_cast<unsigned char*>(text.data());
}

const unsigned char* bytes(std::string_view text) {
    return reinterpret_cast<const unsigned char*>(text.data());
}

Context new_context() {
    Context context{EVP_CIPHER_CTX_new()};
    if (!context) throw std::bad_alloc{};
    return context;
}

void expect(int result) {
    if (result != 1) throw std::runtime_error{"OpenSSL refuses AES-256-GCM"};
}

const std::string& key_of(const std::map<int, std::string>& keys, int version) {
    const auto found = keys.find(version);
    if (found == keys.end())
        throw std::runtime_error{"no master key of version " + std::to_string(version)};
    return found->second;
}

std::string hmac_sha256(std::string_view key, std::string_view text) {
    std::string digest(kKeyBytes, '\0');
    unsigned size = 0;
    if (HMAC(EVP_sha256(), key.data(), static_cast<int>(key.size()), bytes(text), text.size(),
             bytes(digest), &size) == nullptr ||
        size != digest.size())
        throw std::runtime_error{"OpenSSL refuses HMAC-SHA256"};
    return digest;
}

/// One line `VERSION HEX` into the map; false where it is anything else or a version comes twice.
bool read_line(std::string_view line, std::map<int, std::string>& keys) {
    int version = 0;
    const auto* const end = line.data() + line.size();
    const auto [after, error] = std::from_chars(line.data(), end, version);
    if (error != std::errc{} || version < 1 || after == end || *after != ' ') return false;
    Wiped hex{std::string{after + 1, end}};
    Wiped key{std::string(kKeyBytes, '\0')};
    std::size_t size = 0;
    if ((*hex).size() != kKeyBytes * 2 ||
        OPENSSL_hexstr2buf_ex(bytes(*key), kKeyBytes, &size, (*hex).c_str(), '\0') != 1 ||
        size != kKeyBytes)
        return false;
    return keys.emplace(version, *key).second;
}

} // namespace

SecretBox SecretBox::from_file(const std::string& path) {
    Wiped content{read_secret(path, kMasterKeyCredential)};
    std::map<int, std::string> keys;
    std::string_view rest{*content};
    for (int number = 1; !rest.empty(); ++number) {
        const auto end = std::min(rest.find('\n'), rest.size());
        const auto line = rest.substr(0, end);
        rest.remove_prefix(std::min(end + 1, rest.size()));
        if (!line.empty() && !read_line(line, keys))
            throw std::runtime_error{path + ": line " + std::to_string(number) +
                                     " is not VERSION and 64 hex digits, or a version comes twice"};
    }
    return SecretBox{std::move(keys)};
}

SecretBox::SecretBox(std::map<int, std::string> keys_by_version)
    : keys_{std::move(keys_by_version)} {
    if (keys_.empty()) throw std::runtime_error{"there is no master key"};
    for (const auto& [version, key] : keys_)
        if (key.size() != kKeyBytes)
            throw std::runtime_error{"master key " + std::to_string(version) +
                                     " does not have 256 bits"};
}

SecretBox::~SecretBox() {
    for (auto& [version, key] : keys_)
        OPENSSL_cleanse(key.data(), key.size());
}

SecretBox SecretBox::derive(std::string_view label) const {
    std::map<int, std::string> derived;
    for (const auto& [version, key] : keys_)
        derived.emplace(version, hmac_sha256(key, label));
    return SecretBox{std::move(derived)};
}

int SecretBox::current_version() const {
    return keys_.rbegin()->first;
}

std::vector<int> SecretBox::versions() const {
    std::vector<int> all;
    for (auto key = keys_.rbegin(); key != keys_.rend(); ++key)
        all.push_back(key->first);
    return all;
}

std::string SecretBox::seal(std::string_view owner, std::string_view secret) const {
    const auto& key = keys_.rbegin()->second;
    std::string sealed(kNonceBytes + secret.size() + kTagBytes, '\0');
    auto* const nonce = bytes(sealed);
    auto* const text = nonce + kNonceBytes;
    auto* const tag = text + secret.size();
    expect(RAND_bytes(nonce, kNonceBytes));

    const auto context = new_context();
    int size = 0;
    expect(EVP_EncryptInit_ex(context.get(), EVP_aes_256_gcm(), nullptr, bytes(key), nonce));
    expect(EVP_EncryptUpdate(context.get(), nullptr, &size, bytes(owner),
                             static_cast<int>(owner.size())));
    expect(EVP_EncryptUpdate(context.get(), text, &size, bytes(secret),
                             static_cast<int>(secret.size())));
    expect(EVP_EncryptFinal_ex(context.get(), tag, &size)); // writes nothing: GCM has no last block
    expect(EVP_CIPHER_CTX_ctrl(context.get(), EVP_CTRL_GCM_GET_TAG, kTagBytes, tag));
    return sealed;
}

std::string SecretBox::open(std::string_view owner, int key_version,
                            std::string_view sealed) const {
    const auto& key = key_of(keys_, key_version);
    if (sealed.size() < kNonceBytes + kTagBytes)
        throw std::runtime_error{"a sealed secret is too short"};
    const auto nonce = sealed.substr(0, kNonceBytes);
    const auto text = sealed.substr(kNonceBytes, sealed.size() - kNonceBytes - kTagBytes);
    std::string tag{sealed.substr(sealed.size() - kTagBytes)};

    const auto context = new_context();
    Wiped unproven{std::string(text.size() + 1, '\0')};
    int size = 0;
    expect(EVP_DecryptInit_ex(context.get(), EVP_aes_256_gcm(), nullptr, bytes(key), bytes(nonce)));
    expect(EVP_DecryptUpdate(context.get(), nullptr, &size, bytes(owner),
                             static_cast<int>(owner.size())));
    expect(EVP_DecryptUpdate(context.get(), bytes(*unproven), &size, bytes(text),
                             static_cast<int>(text.size())));
    expect(EVP_CIPHER_CTX_ctrl(context.get(), EVP_CTRL_GCM_SET_TAG, kTagBytes, tag.data()));
    if (EVP_DecryptFinal_ex(context.get(), bytes(*unproven) + text.size(), &size) != 1)
        throw std::runtime_error{"a sealed secret does not belong to this owner or was changed"};
    return (*unproven).substr(0, text.size());
}

std::string SecretBox::mac(int key_version, std::string_view text) const {
    return hmac_sha256(key_of(keys_, key_version), text);
}

} // namespace joingate
