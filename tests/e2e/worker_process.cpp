#include "tests/e2e/worker_process.h"

#include "tests/fcgi/fastcgi_bytes.h"
#include "tests/support/places.h"

#include <fcntl.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <cstdlib>
#include <fstream>
#include <thread>
#include <utility>

namespace joingate::e2e {

WorkerProcess::WorkerProcess(const Start& start, std::string log) : log_{std::move(log)} {
    ::unlink(log_.c_str());
    pid_ = ::fork();
    if (pid_ == 0) run(start);
}

WorkerProcess::~WorkerProcess() {
    if (pid_ <= 0) return;
    ::kill(pid_, SIGKILL);
    ::waitpid(pid_, nullptr, 0);
}

void WorkerProcess::run(const Start& start) const {
    ::prctl(PR_SET_PDEATHSIG, SIGKILL);
    constexpr int kBySystemd = 3;
    const int file = ::open(log_.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
    const int null = ::open("/dev/null", O_RDWR | O_CLOEXEC);
    // It may lie where another one belongs.
    const int listener = ::fcntl(front.listener(), F_DUPFD_CLOEXEC, 10);
    ::dup2(file, STDERR_FILENO);
    ::dup2(null, STDOUT_FILENO);
    ::dup2(start.by_systemd ? null : listener, STDIN_FILENO);
    const auto program = places::in_build("fcgi/joingated");
    const auto configuration = "--config=" + start.configuration;
    // NOLINTBEGIN(concurrency-mt-unsafe): the child has one thread
    if (start.by_systemd) {
        ::dup2(listener, kBySystemd);
        ::setenv("LISTEN_PID", std::to_string(::getpid()).c_str(), 1);
        ::setenv("LISTEN_FDS", "1", 1);
        ::setenv("NOTIFY_SOCKET", systemd.name().c_str(), 1);
    }
    // NOLINTEND(concurrency-mt-unsafe)
    for (const int fd : start.closed)
        ::close(fd);
    ::execl(program.c_str(), program.c_str(), configuration.c_str(), nullptr);
    ::_exit(127);
}

std::optional<int> WorkerProcess::ended_within(std::chrono::milliseconds time) {
    constexpr std::chrono::milliseconds kPause{5};
    for (const auto end = std::chrono::steady_clock::now() + time;;) {
        int status = 0;
        if (::waitpid(pid_, &status, WNOHANG) == pid_) {
            pid_ = -1;
            return status;
        }
        if (std::chrono::steady_clock::now() > end) return std::nullopt;
        std::this_thread::sleep_for(kPause);
    }
}

void WorkerProcess::signal(int number) const {
    ::kill(pid_, number);
}

std::vector<std::string> WorkerProcess::log_lines() const {
    std::vector<std::string> lines;
    std::ifstream file{log_};
    for (std::string line; std::getline(file, line);)
        lines.push_back(line);
    return lines;
}

bool WorkerProcess::answers(std::chrono::milliseconds within) {
    const auto connection = front.connect();
    connection.send(fastcgi_bytes::request(
        {{"REQUEST_METHOD", "GET"}, {"QUERY_STRING", "Format=JSON"}, {"LNW_END", "1"}}));
    return connection.receives_within(within);
}

} // namespace joingate::e2e
