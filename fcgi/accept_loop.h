#pragma once

#include "fcgi/answer.h"
#include "fcgi/descriptor.h"

#include <sys/types.h>

#include <atomic>
#include <chrono>
#include <memory>
#include <mutex>
#include <thread>
#include <vector>

namespace joingate {

/// Request threads that take FastCGI connections from a listening Unix socket, one request each,
/// and answer them with one function. What is not a complete, well-formed request of an allowed
/// peer is dropped without a reply; nginx answers for it. Needs FCGX_Init. It takes SIGUSR1 of the
/// process. Thread-safe.
class AcceptLoop {
public:
    struct Settings {
        int listener = -1; ///< stays open
        unsigned threads = 8;
        /// Who may connect besides root and our own user.
        std::vector<uid_t> peers;
        /// In which a request must arrive, and a reply must leave.
        std::chrono::milliseconds patience{3000};
    };

    /// Throws std::system_error where `listener` is no listening socket. A connection whose
    /// `answer` throws is dropped.
    AcceptLoop(Settings settings, Answer answer);
    /// Stops and joins.
    ~AcceptLoop();
    AcceptLoop(const AcceptLoop&) = delete;
    AcceptLoop& operator=(const AcceptLoop&) = delete;

    /// Once. After stop() it does nothing.
    void start();
    /// No thread takes another connection; returns at once.
    void stop();
    /// Waits until the requests that run have ended. After stop().
    void join();

    /// How long the slowest of the requests that run has been running.
    std::chrono::milliseconds longest_request() const;

private:
    class Acceptor;

    Settings settings_;
    Answer answer_;
    Descriptor stop_event_;
    std::mutex mutex_; ///< of start() and stop()
    std::atomic<bool> stopping_{false};
    std::vector<std::unique_ptr<Acceptor>> acceptors_;
};

} // namespace joingate
