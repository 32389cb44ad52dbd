#pragma once

#include "tests/e2e/tenants.h"

#include <atomic>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

namespace joingate::e2e {

/// The owner creates permissions as fast as the site takes them, from several threads, until it is
/// stopped.
class Load {
public:
    struct Outcome {
        std::vector<std::string> created;  ///< ids that were acknowledged
        unsigned unavailable = 0;          ///< 503 ServiceUnavailable
        std::vector<std::string> surprise; ///< anything else
    };

    Load(const Tenants& tenants, unsigned threads);
    ~Load();
    Load(const Load&) = delete;
    Load& operator=(const Load&) = delete;

    /// Returns when `count` more were acknowledged than at the call; throws after 30 s.
    void await(std::size_t count);
    Outcome stop();

private:
    void run();
    void note(const Answer& answer);

    const Tenants& tenants_;
    std::atomic<bool> stop_{false};
    std::mutex mutex_;
    Outcome outcome_;
    std::vector<std::thread> threads_;
};

} // namespace joingate::e2e
