#pragma once

#include "fcgi/request.h"
#include "handlers/action.h"
#include "tenancy/caller.h"
#include "tenancy/directory.h"
#include "tenancy/nonce.h"
#include "tenancy/params.h"
#include "tenancy/rate.h"

#include <cstdint>

namespace joingate {

/// A call that names itself: which form of signature, which action, which version. Nothing of it is
/// proven.
struct Envelope {
    enum class Form { V1, V3 };
    Form form = Form::V1;
    std::string_view action;
    std::string_view version;
    std::string_view access_key_id;
};

/// Turns tenancy's verdicts into refusals, in the order of spec/README decision 1. Thread-safe.
class Gate {
public:
    struct Settings {
        /// How far a signed time stamp may be from the server's clock.
        std::chrono::seconds window{15 * 60};
        std::string region = "cn-shanghai";
    };

    Gate(const Directory& directory, NonceStore& nonces, RateLimiter& rates, Settings settings);

    /// Key, its state, time window, signature, nonce. A refusal here costs the account nothing.
    Caller authenticate(const Request& request, const Params& params, const Envelope& envelope,
                        const db::Deadline& deadline) const;

    /// Rate, per account and action.
    void admit(const Caller& caller, const Action& action) const;

    /// RAM policies, then risk control, activation and feature.
    void authorize(const Request& request, const Caller& caller, const Action& action,
                   const Inputs& inputs) const;

private:
    const Directory& directory_;
    NonceStore& nonces_;
    RateLimiter& rates_;
    Settings settings_;
};

} // namespace joingate
