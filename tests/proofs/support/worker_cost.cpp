#include "tests/proofs/support/worker_cost.h"

#include "tests/proofs/support/front.h"

#include <fcntl.h>
#include <spawn.h>
#include <sys/resource.h>
#include <sys/wait.h>

#include <filesystem>
#include <fstream>
#include <stdexcept>

namespace joingate::proofs {
namespace {

namespace fs = std::filesystem;

constexpr std::uint64_t kKib = 1024;

fs::path process(pid_t pid) {
    return fs::path{"/proc"} / std::to_string(pid);
}

/// Of all threads, which must be the same at both ends of a measurement.
std::chrono::nanoseconds cpu(pid_t pid) {
    std::chrono::nanoseconds sum{};
    for (const auto& task : fs::directory_iterator{process(pid) / "task"}) {
        std::int64_t ran = 0;
        std::ifstream{task.path() / "schedstat"} >> ran;
        sum += std::chrono::nanoseconds{ran};
    }
    return sum;
}

std::uint64_t peak(pid_t pid) {
    std::ifstream status{process(pid) / "status"};
    for (std::string name; status >> name;) {
        std::uint64_t kib = 0;
        if (name == "VmHWM:" && status >> kib) return kib * kKib;
    }
    throw std::runtime_error{"a worker has ended"};
}

/// False where only root may.
bool reset_peak(pid_t pid) {
    std::ofstream file{process(pid) / "clear_refs"};
    file << "5" << std::flush;
    return file.good();
}

std::vector<pid_t> all_of(const Site& site) {
    auto all = site.pids("workers");
    for (const auto pid : front_pids(site))
        all.push_back(pid);
    return all;
}

std::chrono::nanoseconds cpu(const std::vector<pid_t>& pids) {
    std::chrono::nanoseconds sum{};
    for (const auto pid : pids)
        sum += cpu(pid);
    return sum;
}

} // namespace

Cost cost_of(Site& site, unsigned count, const std::function<void()>& call) {
    // A fresh worker has no peak behind it.
    if (!reset_peak(site.pids("workers").at(0))) site.restart_worker(1);
    const auto pids = all_of(site);
    const auto peak_before = peak(pids.at(0));
    const auto cpu_before = cpu(pids);
    for (unsigned i = 0; i < count; ++i)
        call();
    Cost cost;
    cost.cpu = (cpu(pids) - cpu_before) / count;
    cost.bytes = peak(pids.at(0)) - peak_before;
    return cost;
}

ProgramCost cost_of_program(const std::string& program, const std::vector<std::string>& arguments) {
    std::vector<char*> words{const_cast<char*>(program.c_str())}; // NOLINT: execv takes them so
    for (const auto& argument : arguments)
        words.push_back(const_cast<char*>(argument.c_str())); // NOLINT: as above
    words.push_back(nullptr);
    posix_spawn_file_actions_t actions{};
    ::posix_spawn_file_actions_init(&actions);
    for (const int fd : {1, 2})
        ::posix_spawn_file_actions_addopen(&actions, fd, "/dev/null", O_WRONLY, 0);
    pid_t pid = 0;
    const int failed =
        ::posix_spawn(&pid, program.c_str(), &actions, nullptr, words.data(), environ);
    ::posix_spawn_file_actions_destroy(&actions);
    int status = 0;
    rusage usage{};
    if (failed != 0 || ::wait4(pid, &status, 0, &usage) != pid)
        throw std::runtime_error{program + " cannot be started"};
    const auto time = [](const timeval& value) {
        return std::chrono::seconds{value.tv_sec} + std::chrono::microseconds{value.tv_usec};
    };
    ProgramCost cost;
    cost.cpu = time(usage.ru_utime) + time(usage.ru_stime);
    cost.bytes = static_cast<std::uint64_t>(usage.ru_maxrss) * kKib;
    cost.status = status;
    return cost;
}

} // namespace joingate::proofs
