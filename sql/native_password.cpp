#include "sql/native_password.h"

#include <openssl/evp.h>

#include <array>
#include <new>

namespace joingate::db {
namespace {

constexpr std::size_t kSize = 20;
using Digest = std::array<unsigned char, kSize>;

Digest sha1(const void* data, std::size_t size) {
    Digest digest{};
    if (EVP_Digest(data, size, digest.data(), nullptr, EVP_sha1(), nullptr) != 1)
        throw std::bad_alloc{};
    return digest;
}

} // namespace

std::string native_password_hash(std::string_view password) {
    constexpr std::string_view kHex = "0123456789ABCDEF";
    const auto once = sha1(password.data(), password.size());
    std::string text{"*"};
    for (const unsigned byte : sha1(once.data(), once.size())) {
        text += kHex[byte >> 4U];
        text += kHex[byte & 15U];
    }
    return text;
}

} // namespace joingate::db
