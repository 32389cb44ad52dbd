// A load of signed calls for a booted machine: load HOST:PORT FILE CALLERS PAUSE_MS < "KEY_ID SECRET"
//
// Every caller creates a join permission and lists, in turn, with a pause behind each call, until SIGTERM. Each answer
// becomes a line of FILE at once, so that what was acknowledged is known outside whatever happens to the machine:
//   SENT ANSWERED STATUS CODE ACTION ID        times in Unix milliseconds; "-" where there is none
// STATUS is 0 and CODE "none" where no answer came.
#include "tenancy/client.h"
#include "tests/e2e/answer.h"
#include "tests/e2e/permission.h"

#include <Poco/NumberParser.h>

#include <atomic>
#include <chrono>
#include <csignal>
#include <exception>
#include <fstream>
#include <iostream>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

namespace {

using namespace joingate;

std::int64_t now_millis() {
    using namespace std::chrono;
    return duration_cast<milliseconds>(system_clock::now().time_since_epoch()).count();
}

class Journal {
public:
    explicit Journal(const std::string& path) : file_{path, std::ios::app} {
        if (!file_) throw std::runtime_error{"cannot write " + path};
    }

    void note(std::int64_t sent, const std::string& action, const e2e::Answer& answer) {
        const auto id = answer.succeeded() ? answer.value("Data") : std::string{};
        const auto code = answer.status == 0 ? std::string{"none"} : answer.code();
        const std::lock_guard lock{mutex_};
        file_ << sent << ' ' << now_millis() << ' ' << answer.status << ' ' << text(code) << ' '
              << action << ' ' << (action[0] == 'C' ? text(id) : "-") << std::endl;
    }

private:
    static std::string text(const std::string& value) { return value.empty() ? "-" : value; }

    std::mutex mutex_;
    std::ofstream file_;
};

/// What came of one call; status 0 where no answer came.
e2e::Answer answer_to(const Client& client, const std::string& action,
                      const Client::Pairs& fields) {
    try {
        return e2e::Answer{client.call(action, fields)};
    } catch (const std::exception&) {
        return {};
    }
}

void call(const Client& client, Journal& journal, std::chrono::milliseconds pause,
          const std::atomic<bool>& stop) {
    for (unsigned turn = 0; !stop; ++turn) {
        const bool writes = turn % 2 == 0;
        const std::string action = writes ? "CreateLocalJoinPermission" : "ListOwnedJoinPermissions";
        const auto fields = writes ? e2e::creation(e2e::fresh_name())
                                   : Client::Pairs{{"Offset", "0"}, {"Limit", "10"}};
        const auto sent = now_millis();
        journal.note(sent, action, answer_to(client, action, fields));
        std::this_thread::sleep_for(pause);
    }
}

} // namespace

int main(int argc, char** argv) try {
    Client client;
    if (argc != 5 || !(std::cin >> client.access_key_id >> client.access_key_secret)) {
        std::cerr << "usage: load HOST:PORT FILE CALLERS PAUSE_MS < \"KEY_ID SECRET\"\n";
        return 2;
    }
    client.endpoint = argv[1];
    Journal journal{argv[2]};
    const auto callers = Poco::NumberParser::parseUnsigned(argv[3]);
    const std::chrono::milliseconds pause{Poco::NumberParser::parseUnsigned(argv[4])};

    // Before there are threads: all of them leave the signal to the wait below.
    sigset_t ends;
    sigemptyset(&ends);
    sigaddset(&ends, SIGTERM);
    sigaddset(&ends, SIGINT);
    pthread_sigmask(SIG_BLOCK, &ends, nullptr);

    std::atomic<bool> stop{false};
    std::vector<std::thread> threads;
    for (unsigned i = 0; i < callers; ++i)
        threads.emplace_back([&] { call(client, journal, pause, stop); });
    int signal = 0;
    sigwait(&ends, &signal);
    stop = true;
    for (auto& thread : threads)
        thread.join();
    return 0;
} catch (const std::exception& e) {
    std::cerr << "load: " << e.what() << '\n';
    return 1;
}
