#include "tests/proofs/support/busy_site.h"

#include <Poco/Net/SocketAddress.h>
#include <Poco/Net/StreamSocket.h>

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
            "--set",     "quota.LOCAL_JOIN_PERMISSION=1000000"};
}

Clock::time_point await_listener(const std::string& path) {
    const auto end = Clock::now() + std::chrono::seconds{60};
    while (!listens(path)) {
        if (Clock::now() > end) throw std::runtime_error{"nothing listens at " + path};
        std::this_thread::sleep_for(kBetweenLooks);
    }
    return Clock::now();
}

Clock::duration next_ack(const Lives& load, Clock::time_point moment, Clock::duration most) {
    while (load.last_ack() <= moment) {
        if (Clock::now() - moment > 2 * most) return Clock::now() - moment;
        std::this_thread::sleep_for(kBetweenLooks);
    }
    return load.last_ack() - moment;
}

} // namespace joingate::proofs
