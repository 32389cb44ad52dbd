#pragma once

#include "fcgi/envelope.h"
#include "fcgi/request.h"
#include "handlers/action.h"
#include "tenancy/caller.h"
#include "tenancy/directory.h"
#include "tenancy/nonce.h"
#include "tenancy/params.h"
#include "tenancy/rate.h"

#include <chrono>
#include <string>

namespace joingate {

/// Turns tenancy's verdicts into refusals, in the order of spec/README decision 1. Thread-safe.
class Gate {
public:
    struct Settings {
        /// How far a signed time stamp may be from the server's clock, in either direction: that of
        /// the memory's layout.
        std::chrono::seconds window{SharedMemory::Layout{}.window_seconds};
        /// What stands in the region segment of the resources that policies are asked about.
        std::string region = "cn-shanghai";
    };

    Gate(const Directory& directory, NonceStore& nonces, RateLimiter& rates, Settings settings);

    /// Key, its state, time window, signature, age of what is remembered, nonce. A refusal here
    /// costs the account nothing.
    Caller authenticate(const Request& request, const Params& params, const Envelope& envelope,
                        const db::Deadline& deadline) const;

    /// Rate, per account and action.
    void admit(const Caller& caller, const Action& action) const;

    /// RAM policies, then risk control, activation and feature.
    void authorize(const Request& request, const Caller& caller, const Action& action,
                   const Inputs& inputs) const;

private:
    /// Before the nonce is kept: throttled calls take a place in the nonce table too, and no
    /// account may fill it for the others.
    void admit_account(const Account& account) const;
    void count(std::string_view account, std::string_view action, unsigned limit) const;
    void check_signature(const Request& request, const Params& params, const Envelope& envelope,
                         const SigningKey& key) const;

    const Directory& directory_;
    NonceStore& nonces_;
    RateLimiter& rates_;
    Settings settings_;
    /// Signs for keys that do not exist, so that they cost what an existing one costs.
    SigningKey nobody_;
};

} // namespace joingate
