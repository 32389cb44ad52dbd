#pragma once

#include "tests/proofs/support/party.h"

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

namespace joingate::proofs {

using Second = std::chrono::seconds::rep;

/// A call and the seconds of CLOCK_MONOTONIC, which is the limiter's clock too, between which it
/// was decided.
struct TimedCall {
    enum class Verdict { Accepted, Throttled, Unknown, Other } verdict = Verdict::Other;
    Second sent = 0;
    Second answered = 0;
    std::string body;

    bool is_definite() const { return sent == answered; }
};

/// Unknown where no worker's answer came.
TimedCall timed_call(const Party& party, const Client::Request& request);

/// Gives each accepted call one of the places of a second in which it can have been decided, so
/// that all places of the seconds that throttled are taken: a matching by augmenting paths. A call
/// of unknown outcome may have taken a place or not.
class RatePlaces {
public:
    /// All the calls of one account and action; `limit` places in each second.
    RatePlaces(const std::vector<TimedCall>& calls, unsigned limit);

    /// Seconds that certainly throttled.
    std::size_t full_seconds() const { return full_seconds_; }
    /// Accepted calls without a place.
    std::uint64_t over() const { return over_; }
    /// Places of full seconds without a call.
    std::uint64_t under() const { return under_; }

private:
    using Place = std::pair<Second, unsigned>;

    bool fill(const Place& place);
    bool seat(std::size_t call);

    const std::vector<TimedCall>& calls_;
    const unsigned limit_;
    std::map<Second, std::vector<std::size_t>> able_;
    std::map<std::size_t, Place> taken_;
    std::map<Place, std::size_t> holder_;
    std::set<std::size_t> tried_;
    std::size_t full_seconds_ = 0;
    std::uint64_t over_ = 0;
    std::uint64_t under_ = 0;
};

} // namespace joingate::proofs
