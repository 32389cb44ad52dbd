#pragma once

#include "fcgi/descriptor.h"
#include "tests/proofs/support/party.h"

#include <atomic>
#include <cstddef>
#include <memory>
#include <set>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

namespace joingate::proofs {

/// Connections that hold on to a site's front, a third of each kind, from several addresses: of one
/// the header comes byte by byte, of one the body never ends, and one does not read its answer.
/// They live in a thread of their own, and have begun to send once they are constructed.
class SlowClients {
public:
    struct Settings {
        std::size_t count;
        Clock::duration drip;  ///< from one byte to the next
        Clock::duration limit; ///< until the front must have closed a connection
    };

    SlowClients(const Site& site, const Settings& settings);
    ~SlowClients();
    SlowClients(const SlowClients&) = delete;
    SlowClients& operator=(const SlowClients&) = delete;

    /// Those that the front holds yet.
    std::size_t held() const { return held_; }
    /// Waits until the front holds none or their limit has passed.
    void wait();
    /// After wait(): from the last byte that could begin the front's patience anew to the end of
    /// it, of those that it let go first and last.
    Clock::duration shortest() const { return shortest_; }
    Clock::duration longest() const { return longest_; }

private:
    enum class Kind { Header, Body, Reader };
    struct Connection {
        Kind kind = Kind::Header;
        std::unique_ptr<Descriptor> fd;
        std::uint64_t address = 0; ///< as the front sees it
        std::string_view bytes;
        std::size_t sent = 0;
        Clock::time_point next;  ///< byte
        Clock::time_point since; ///< when the front's patience began
        bool was_held = false;
    };

    Connection connect(std::size_t number) const;
    void run();
    void proceed(Connection& connection, Clock::time_point now) const;
    void look(Connection& connection, Clock::time_point now,
              const std::set<std::uint64_t>& held_addresses);

    const Settings settings_;
    const std::uint16_t port_;
    std::string whole_;        ///< a good request
    std::size_t head_ = 0;     ///< of it
    std::string large_answer_; ///< a request that gets one
    std::vector<Connection> connections_;
    std::atomic<std::size_t> held_{0};
    std::atomic<bool> stop_{false};
    Clock::duration shortest_ = Clock::duration::max();
    Clock::duration longest_{};
    std::thread thread_;
};

} // namespace joingate::proofs
