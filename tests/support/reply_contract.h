#pragma once

#include "tenancy/client.h"

#include <string>

namespace joingate::test {

/// A reply, and what of its request decides how it must look.
struct Exchange {
    std::string action;
    std::string version; ///< as it was sent
    Client::Format format = Client::Format::Json;
    bool by_cpp_sdk = false; ///< x-sdk-client began with CPP/
    int status = 0;
    std::string body;
};

/// Where a reply departs from tests/published_api.json as tests/decided.json amends it; empty where
/// it does not. tests/e2e/reply_contract.mjs tells the same; both are held against
/// tests/reply_contract.json.
std::string contract_breach(const Exchange& exchange);

/// Throws std::runtime_error for a breach. Notes what was answered to which action in
/// reports/calls.tsv (calls.mysql.tsv on MySQL), which .ci/coverage reads. Thread-safe.
void check_reply(const Exchange& exchange);

} // namespace joingate::test
