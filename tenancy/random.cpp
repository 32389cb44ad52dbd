#include "tenancy/random.h"

#include <openssl/crypto.h>
#include <openssl/rand.h>

#include <array>
#include <stdexcept>

namespace joingate {

std::string random_text(std::string_view alphabet, std::size_t length) {
    constexpr std::size_t kValues = 256;
    // Bytes beyond the last whole multiple would make the first characters likelier.
    const auto fair = kValues / alphabet.size() * alphabet.size();
    std::string text;
    text.reserve(length);
    std::array<unsigned char, 64> bytes{};
    while (text.size() < length) {
        if (RAND_bytes(bytes.data(), static_cast<int>(bytes.size())) != 1)
            throw std::runtime_error{"no randomness from RAND_bytes"};
        for (const std::size_t byte : bytes)
            if (byte < fair && text.size() < length) text += alphabet[byte % alphabet.size()];
    }
    OPENSSL_cleanse(bytes.data(), bytes.size());
    return text;
}

} // namespace joingate
