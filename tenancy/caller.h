#pragma once

#include "tenancy/principal.h"

#include <cstdint>
#include <memory>
#include <string>

namespace joingate {

/// The verified maker of this request. Only the gate builds one, from a request whose signature,
/// clock and nonce were good.
class Caller {
public:
    const Account& account() const { return *principal_->account; }
    const Principal& principal() const { return *principal_; }
    const std::string& nonce() const { return nonce_; }
    /// Unix seconds of the signed time stamp.
    std::int64_t stamp() const { return stamp_; }

private:
    friend class Gate;
    Caller(std::shared_ptr<const Principal> principal, std::string nonce, std::int64_t stamp)
        : principal_{std::move(principal)}, nonce_{std::move(nonce)}, stamp_{stamp} {}

    std::shared_ptr<const Principal> principal_;
    std::string nonce_;
    std::int64_t stamp_;
};

} // namespace joingate
