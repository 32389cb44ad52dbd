#include "tests/proofs/support/front.h"

#include <Poco/String.h>

#include <algorithm>
#include <csignal>
#include <fstream>
#include <iterator>
#include <sstream>
#include <stdexcept>
#include <thread>

namespace joingate::proofs {
namespace {

std::string content(const std::string& path) {
    std::ifstream file{path};
    return {std::istreambuf_iterator<char>{file}, {}};
}

} // namespace

std::vector<pid_t> front_pids(const Site& site) {
    auto pids = site.pids("front");
    const auto master = std::to_string(pids.at(0));
    std::ifstream children{"/proc/" + master + "/task/" + master + "/children"};
    for (pid_t pid = 0; children >> pid;)
        pids.push_back(pid);
    return pids;
}

void change_front(const Site& site,
                  const std::vector<std::pair<std::string, std::string>>& replacements) {
    const auto path = site.folder() + "/joingate.conf";
    auto text = content(path);
    for (const auto& [from, to] : replacements) {
        if (text.find(from) == std::string::npos)
            throw std::runtime_error{"the front's configuration does not say " + from};
        Poco::replaceInPlace(text, from, to);
    }
    std::ofstream{path} << text;

    const auto before = front_pids(site);
    ::kill(before.at(0), SIGHUP);
    const auto end = Clock::now() + std::chrono::seconds{10};
    for (;;) {
        const auto now = front_pids(site);
        if (now.size() == before.size() &&
            std::find_first_of(now.begin() + 1, now.end(), before.begin() + 1, before.end()) ==
                now.end())
            return;
        if (Clock::now() > end) throw std::runtime_error{"the front keeps its configuration"};
        std::this_thread::sleep_for(std::chrono::milliseconds{20});
    }
}

std::size_t worker_connections(const Site& site) {
    // Num RefCount Protocol Flags Type St Inode Path; what was accepted has the listener's path.
    const std::string connected{"03"};
    std::ifstream sockets{"/proc/net/unix"};
    std::size_t count = 0;
    for (std::string line; std::getline(sockets, line);) {
        std::istringstream words{line};
        const std::vector<std::string> fields{std::istream_iterator<std::string>{words}, {}};
        if (fields.size() == 8 && fields[5] == connected &&
            fields[7] == site.folder() + "/joingated.sock")
            ++count;
    }
    return count;
}

} // namespace joingate::proofs
