#include "tenancy/signing_key.h"

#include <openssl/crypto.h>
#include <openssl/evp.h>

#include <array>
#include <cstddef>
#include <stdexcept>

namespace joingate {
namespace {

struct FreeContext {
    void operator()(EVP_MD_CTX* context) const { EVP_MD_CTX_free(context); }
};
using Context = std::unique_ptr<EVP_MD_CTX, FreeContext>;

using Block = std::array<unsigned char, 64>;
using Digest = std::array<unsigned char, 32>;

Context new_context() {
    Context context{EVP_MD_CTX_new()};
    if (!context) throw std::bad_alloc{};
    return context;
}

void expect(int result) {
    if (result != 1) throw std::runtime_error{"OpenSSL refuses a digest"};
}

unsigned finish(EVP_MD_CTX* context, Digest& digest) {
    unsigned size = 0;
    expect(EVP_DigestFinal_ex(context, digest.data(), &size));
    return size;
}

/// HMAC (RFC 2104) with the two blocks of the key hashed beforehand. Copying two digest states
/// costs less than half of EVP_MAC_CTX_dup, which also copies a third one and allocates them all
/// anew.
class Hmac {
public:
    Hmac(const EVP_MD* algorithm, std::string_view key)
        : inner_{new_context()}, outer_{new_context()} {
        Block block{};
        if (key.size() > block.size()) {
            unsigned size = 0;
            expect(EVP_Digest(key.data(), key.size(), block.data(), &size, algorithm, nullptr));
        } else {
            key.copy(reinterpret_cast<char*>(block.data()), key.size());
        }
        absorb(inner_.get(), algorithm, block, 0x36);
        absorb(outer_.get(), algorithm, block, 0x5C);
        OPENSSL_cleanse(block.data(), block.size());
    }

    std::string operator()(const TextSource& text) const {
        thread_local const Context work = new_context();
        Digest digest{};
        expect(EVP_MD_CTX_copy_ex(work.get(), inner_.get()));
        text([](std::string_view piece) {
            expect(EVP_DigestUpdate(work.get(), piece.data(), piece.size()));
        });
        unsigned size = finish(work.get(), digest);
        expect(EVP_MD_CTX_copy_ex(work.get(), outer_.get()));
        expect(EVP_DigestUpdate(work.get(), digest.data(), size));
        size = finish(work.get(), digest);
        return {reinterpret_cast<const char*>(digest.data()), size};
    }

private:
    static void absorb(EVP_MD_CTX* context, const EVP_MD* algorithm, Block block,
                       unsigned char pad) {
        for (auto& byte : block)
            byte = static_cast<unsigned char>(byte ^ pad);
        expect(EVP_DigestInit_ex(context, algorithm, nullptr));
        expect(EVP_DigestUpdate(context, block.data(), block.size()));
        OPENSSL_cleanse(block.data(), block.size());
    }

    Context inner_;
    Context outer_;
};

TextSource whole(std::string_view text) {
    return [text](const TextSink& sink) { sink(text); };
}

std::string with_ampersand(std::string_view secret) {
    std::string key;
    key.reserve(secret.size() + 1); // no second, unwiped copy from growing
    key += secret;
    key += '&';
    return key;
}

} // namespace

struct SigningKey::States {
    Hmac sha1_v1;
    Hmac sha256_v1;
    Hmac sha256_v3;
};

SigningKey::SigningKey(std::string_view secret) {
    auto key_v1 = with_ampersand(secret);
    states_ = std::make_shared<const States>(
        States{Hmac{EVP_sha1(), key_v1}, Hmac{EVP_sha256(), key_v1}, Hmac{EVP_sha256(), secret}});
    OPENSSL_cleanse(key_v1.data(), key_v1.size());
}

std::string SigningKey::hmac_sha1_v1(const TextSource& text) const {
    return states_->sha1_v1(text);
}

std::string SigningKey::hmac_sha256_v1(const TextSource& text) const {
    return states_->sha256_v1(text);
}

std::string SigningKey::hmac_sha1_v1(std::string_view text) const {
    return states_->sha1_v1(whole(text));
}

std::string SigningKey::hmac_sha256_v1(std::string_view text) const {
    return states_->sha256_v1(whole(text));
}

std::string SigningKey::hmac_sha256_v3(std::string_view text) const {
    return states_->sha256_v3(whole(text));
}

} // namespace joingate
