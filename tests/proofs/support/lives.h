#pragma once

#include "tests/proofs/support/party.h"
#include "tests/proofs/support/run.h"

#include <atomic>
#include <functional>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <vector>

namespace joingate::proofs {

/// A mixed load whose every answer is foreseen. Each caller leads join permissions of its own
/// through their lives: created, renamed, offered, accepted and returned, rejected or canceled,
/// deleted or left. After a fault it reads what became of its call, which may be either of two
/// things; after an ack only one. Tells the run's rules kNothingLost and kFaultsAre503.
class Lives {
public:
    static constexpr const char* kNothingLost = "no acknowledged write is lost or half done";
    static constexpr const char* kFaultsAre503 =
        "a caller sees of a fault only 503 ServiceUnavailable";

    struct Failure {
        Clock::time_point at; ///< when the answer came
        Clock::duration took;
        std::string action;
    };

    Lives(const Site& site, Run& run, unsigned callers);
    ~Lives();
    Lives(const Lives&) = delete;
    Lives& operator=(const Lives&) = delete;

    /// Returns when `count` more writes were acknowledged than at the call; throws after 60 s.
    void await(std::uint64_t count);
    std::uint64_t acknowledged() const { return acknowledged_; }
    /// When the last ack came.
    Clock::time_point last_ack() const;
    /// Pauses each caller for this long after each call; 0 at first.
    void pace(Clock::duration pause) { pause_ = pause; }

    void stop();
    /// After stop(), of a site that works: reads all that was left, and what `joingatectl check`
    /// says.
    void verify();

    std::vector<Failure> failures() const;
    std::uint64_t calls() const { return calls_; }
    /// The longest that any call took, a look after a fault included.
    Clock::duration slowest() const { return slowest_.load(); }

private:
    struct Life {
        std::string name;
        std::string id;
        std::string auth_state = "NEW";
        std::string order;
        std::string order_state;
        bool exists = false;
    };
    struct Seen {
        bool exists = false;
        std::string name;
        std::string auth_state;
    };
    enum class Outcome { Done, NotDone, Broken };

    class Caller;

    Answer measured(const Party& party, std::string_view action, const Client::Pairs& fields);
    Answer timed(const Party& party, std::string_view action, const Client::Pairs& fields);
    Answer patiently(const Party& party, std::string_view action, const Client::Pairs& fields);
    Seen look(const std::string& id);
    std::string order_state(const std::string& order);
    void lost(const std::string& what);
    /// What ends a thread early counts as lost.
    void noted(const std::function<void()>& work);
    void check(const Life& life);

    const Site& site_;
    Run& run_;
    const Party owner_;
    const Party renter_;
    std::atomic<bool> stop_{false};
    std::atomic<std::uint64_t> acknowledged_{0};
    std::atomic<std::uint64_t> calls_{0};
    std::atomic<Clock::duration> pause_{Clock::duration::zero()};
    std::atomic<Clock::duration> slowest_{Clock::duration::zero()};
    mutable std::mutex mutex_;
    Clock::time_point last_ack_;
    std::vector<Failure> failures_;
    std::vector<Life> left_;
    std::vector<std::thread> threads_;
};

} // namespace joingate::proofs
