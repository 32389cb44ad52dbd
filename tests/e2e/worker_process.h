#pragma once

#include "tests/fcgi/front.h"
#include "tests/fcgi/notify_socket.h"

#include <sys/types.h>

#include <chrono>
#include <optional>
#include <string>
#include <vector>

namespace joingate::e2e {

/// A worker of the test's own, beside those of the site: started as systemd or spawn-fcgi does, or
/// in a worse way. Killed at the end.
class WorkerProcess {
public:
    struct Start {
        std::string configuration;
        bool by_systemd = true;  ///< the socket is descriptor 3, not 0; somebody listens to it
        std::vector<int> closed; ///< of the descriptors 0 to 2
    };

    /// `log` takes its standard error.
    WorkerProcess(const Start& start, std::string log);
    ~WorkerProcess();
    WorkerProcess(const WorkerProcess&) = delete;
    WorkerProcess& operator=(const WorkerProcess&) = delete;

    /// How it ended, as waitpid(2) says it, if it did so in time.
    std::optional<int> ended_within(std::chrono::milliseconds time);
    void signal(int number) const;
    std::vector<std::string> log_lines() const;
    /// Whether it answers a call, whatever it says.
    bool answers(std::chrono::milliseconds within);

    Front front;
    NotifySocket systemd;

private:
    [[noreturn]] void run(const Start& start) const;

    std::string log_;
    pid_t pid_ = -1;
};

} // namespace joingate::e2e
