#pragma once

#include "tests/proofs/support/party.h"

#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace joingate::proofs {

/// Bytes for the front of a site, and how long to wait for what they bring.
struct Shot {
    std::string bytes;
    Clock::time_point not_before{};
    /// Until the first answer; then the connection is closed from this side.
    Clock::duration patience = std::chrono::seconds{10};
    /// After an answer: for more of them, where the front keeps the connection open.
    Clock::duration quiet{};
    bool headless = false; ///< the first request is a HEAD
};

/// What came of a shot. Each has a connection of its own.
struct Exchange {
    enum class End {
        Closed, ///< by the front
        Over,   ///< nothing more was expected
        Silent, ///< no whole answer within the patience
        Failed  ///< reset, or bytes that are no answer
    };
    Shot shot;
    std::vector<Answer> answers;
    End end = End::Silent;
    std::string rest; ///< of an answer that is not whole, or what failed
    Clock::time_point begun;
    Clock::duration took{}; ///< until the last answer or the end
};

/// Many callers in one thread, each of which sends as soon as its last exchange has ended. They
/// come from several addresses, so that no limit per address stops them. Not thread-safe.
class Callers {
public:
    /// None where this caller has done all it had to do.
    using Next = std::function<std::optional<Shot>(std::size_t caller)>;
    using Done = std::function<void(std::size_t caller, Exchange&&)>;

    Callers(const Site& site, std::size_t count) : port_{site.port()}, count_{count} {}

    /// Returns when all have done what they had to do.
    void run(const Next& next, const Done& done);

private:
    class Caller;
    std::uint16_t port_;
    std::size_t count_;
};

/// A connection to the site's front from the loopback address 127.0.0.`host`, not yet made where it
/// does not block; throws std::system_error. `prepare` may set options of the socket before.
int connect_from(unsigned host, std::uint16_t port, void (*prepare)(int fd) = nullptr);

/// The share `per_mille` of the values is below it; sorts them. Zero of none.
Clock::duration quantile(std::vector<Clock::duration>& values, unsigned per_mille);

} // namespace joingate::proofs
