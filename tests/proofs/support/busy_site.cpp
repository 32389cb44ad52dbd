#include "tests/proofs/support/busy_site.h"

#include <Poco/Net/SocketAddress.h>
#include <Poco/Net/StreamSocket.h>

#include <algorithm>
#include <fstream>
#include <stdexcept>
#include <thread>

namespace joingate::proofs {
namespace {

constexpr std::chrono::milliseconds kBetweenLooks{1};

bool listens(const std::string& path) try {
    Poco::Net::StreamSocket{Poco::Net::SocketAddress{Poco::Net::SocketAddress::UNIX_LOCAL, path}};
    return true;
} catch (const Poco::Exception&) {
    return false;
}

} // namespace

std::vector<std::string> busy_site(const Run& run) {
    return {"--workers", std::to_string(kWorkers),
            "--threads", std::to_string(kThreads),
            "--worker",  run.worker(),
            "--set",     "rate.callsPerSecond=60000",
            "--set",     "request.mostWaitMillis=2500",
            "--set",     "quota.LOCAL_JOIN_PERMISSION=1000000"};
}

bool comes_true(Clock::duration within, const std::function<bool()>& condition) {
    for (const auto end = Clock::now() + within; !condition();) {
        if (Clock::now() > end) return false;
        std::this_thread::sleep_for(kBetweenLooks);
    }
    return true;
}

std::vector<pid_t> children(pid_t pid) {
    const auto number = std::to_string(pid);
    std::ifstream list{"/proc/" + number + "/task/" + number + "/children"};
    std::vector<pid_t> pids;
    for (pid_t child = 0; list >> child;)
        pids.push_back(child);
    return pids;
}

std::vector<pid_t> workers(const Site& site) {
    pid_t supervisor = 0;
    std::ifstream{site.folder() + "/run/workers.pid"} >> supervisor;
    auto pids = children(supervisor);
    // A child that has not become a worker yet, or is one no more.
    const auto is_other = [](pid_t pid) {
        std::string name;
        std::ifstream{"/proc/" + std::to_string(pid) + "/comm"} >> name;
        return name != "joingated";
    };
    pids.erase(std::remove_if(pids.begin(), pids.end(), is_other), pids.end());
    return pids;
}

Clock::duration replacement(const Site& site, pid_t worker) {
    const auto start = Clock::now();
    comes_true(std::chrono::seconds{10}, [&] {
        const auto pids = workers(site);
        return pids.size() == kWorkers && std::find(pids.begin(), pids.end(), worker) == pids.end();
    });
    return Clock::now() - start;
}

Clock::time_point await_listener(const std::string& path) {
    if (!comes_true(std::chrono::seconds{60}, [&] { return listens(path); }))
        throw std::runtime_error{"nothing listens at " + path};
    return Clock::now();
}

Clock::duration next_ack(const Lives& load, Clock::time_point moment, Clock::duration most) {
    const bool came = comes_true(2 * most, [&] { return load.last_ack() > moment; });
    return came ? load.last_ack() - moment : 2 * most;
}

} // namespace joingate::proofs
