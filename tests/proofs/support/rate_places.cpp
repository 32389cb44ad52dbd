#include "tests/proofs/support/rate_places.h"

namespace joingate::proofs {
namespace {

using Verdict = TimedCall::Verdict;

Second second_now() {
    return std::chrono::floor<std::chrono::seconds>(Clock::now().time_since_epoch()).count();
}

} // namespace

TimedCall timed_call(const Party& party, const Client::Request& request) {
    TimedCall call;
    call.sent = second_now();
    const auto answer = party.send(request);
    call.answered = second_now();
    call.body = answer.body;
    if (answer.succeeded())
        call.verdict = Verdict::Accepted;
    else if (answer.code() == "Throttling.User")
        call.verdict = Verdict::Throttled;
    else if (is_unavailable(answer) || answer.status == 0)
        call.verdict = Verdict::Unknown;
    return call;
}

RatePlaces::RatePlaces(const std::vector<TimedCall>& calls, unsigned limit)
    : calls_{calls}, limit_{limit} {
    std::set<Second> full;
    for (std::size_t i = 0; i < calls.size(); ++i) {
        const auto& call = calls[i];
        if (call.verdict == Verdict::Throttled && call.is_definite()) full.insert(call.sent);
        if (call.verdict != Verdict::Accepted && call.verdict != Verdict::Unknown) continue;
        for (auto second = call.sent; second <= call.answered; ++second)
            able_[second].push_back(i);
    }
    full_seconds_ = full.size();
    for (const auto second : full)
        for (unsigned number = 0; number < limit; ++number) {
            tried_.clear();
            if (!fill({second, number})) ++under_;
        }
    for (std::size_t i = 0; i < calls.size(); ++i) {
        tried_.clear();
        if (calls[i].verdict == Verdict::Accepted && taken_.count(i) == 0 && !seat(i)) ++over_;
    }
}

/// Finds a call for the place; gives its place to another where that helps.
bool RatePlaces::fill(const Place& place) {
    for (const auto call : able_[place.first]) {
        if (!tried_.insert(call).second) continue;
        const auto held = taken_.find(call);
        if (held != taken_.end() && !fill(held->second)) continue;
        taken_[call] = place;
        holder_[place] = call;
        return true;
    }
    return false;
}

/// Finds a place for the call; no place that is taken becomes empty.
bool RatePlaces::seat(std::size_t call) {
    if (!tried_.insert(call).second) return false;
    for (auto second = calls_[call].sent; second <= calls_[call].answered; ++second)
        for (unsigned number = 0; number < limit_; ++number) {
            const Place place{second, number};
            if (const auto holder = holder_.find(place); holder != holder_.end()) {
                const auto other = holder->second;
                if (calls_[other].verdict != Verdict::Accepted)
                    taken_.erase(other);
                else if (!seat(other))
                    continue;
            }
            taken_[call] = place;
            holder_[place] = call;
            return true;
        }
    return false;
}

} // namespace joingate::proofs
