#pragma once

#include "tests/proofs/support/linearizability.h"
#include "tests/proofs/support/party.h"

#include <mutex>
#include <optional>
#include <utility>
#include <vector>

namespace joingate::proofs {

enum class Result { Done, Refused, Unknown };

inline Result result_of(const Answer& answer) {
    if (answer.succeeded()) return Result::Done;
    return is_unavailable(answer) || answer.status == 0 ? Result::Unknown : Result::Refused;
}

/// Calls with their intervals. Thread-safe while calls are noted.
template <class Call> class History {
public:
    /// Of an answer that has just come; Call::result decides whether its end is known.
    void note(Call call, Clock::time_point start) {
        const auto end = Clock::now();
        const std::lock_guard lock{mutex_};
        const bool open = call.result == Result::Unknown;
        calls_.push_back({std::move(call), start, open ? std::nullopt : std::optional{end}});
    }
    const std::vector<Interval<Call>>& calls() const { return calls_; }

private:
    std::mutex mutex_;
    std::vector<Interval<Call>> calls_;
};

} // namespace joingate::proofs
