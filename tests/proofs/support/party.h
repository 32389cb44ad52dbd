#pragma once

#include "tests/e2e/answer.h"
#include "tests/e2e/permission.h"
#include "tests/e2e/site.h"

#include <chrono>

namespace joingate::proofs {

using e2e::Answer;
using e2e::creation;
using e2e::fresh_name;
using e2e::Key;
using e2e::Site;
using Clock = std::chrono::steady_clock;

/// An account that calls a site. A plain value; may be shared by threads.
struct Party {
    Party(const Site& site, const Key& key);

    Client client;

    /// Never throws: status 0 and the reason in `body` where no whole reply came.
    Answer call(std::string_view action, const Client::Pairs& fields = {}) const;
    Answer send(const Client::Request& request) const;
};

/// 503 ServiceUnavailable: the one way in which a fault may show.
bool is_unavailable(const Answer& answer);

} // namespace joingate::proofs
