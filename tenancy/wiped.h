#pragma once

#include <openssl/crypto.h>

#include <string>
#include <utility>

namespace joingate {

/// A string of secret bytes that is wiped when its scope ends.
class Wiped {
public:
    explicit Wiped(std::string bytes) : bytes_{std::move(bytes)} {}
    ~Wiped() { OPENSSL_cleanse(bytes_.data(), bytes_.size()); }
    Wiped(const Wiped&) = delete;
    Wiped& operator=(const Wiped&) = delete;

    std::string& operator*() { return bytes_; }

private:
    std::string bytes_;
};

} // namespace joingate
