// kill -9 of the database server, again and again, under a load of writes.
#include "tests/proofs/support/busy_site.h"
#include "tests/proofs/support/proof.h"

#include <Poco/Net/SocketAddress.h>
#include <Poco/Net/StreamSocket.h>

#include <algorithm>
#include <future>

namespace joingate::proofs {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

constexpr seconds kBackWithin{1};
// Long enough for the budget of a request to end while the server is away.
constexpr milliseconds kAway{2700};
constexpr int kAwayEvery = 5;

const std::string kBack = "the first write after the server listens again succeeds within 1 s";
const std::string kInTime = "no answer takes more than 2.6 s";
const std::string kRefused = "while the server is away calls are refused, not kept";

/// When the server greets who connects now: it listens some time before it does.
Clock::time_point first_word(const std::string& socket) {
    const auto greets = [&]() {
        try {
            Poco::Net::StreamSocket connection{
                Poco::Net::SocketAddress{Poco::Net::SocketAddress::UNIX_LOCAL, socket}};
            char byte = 0;
            return connection.receiveBytes(&byte, 1) == 1;
        } catch (const Poco::Exception&) { // it may still hang up on who comes so early
            return false;
        }
    };
    comes_true(10 * kBackWithin, greets);
    return Clock::now();
}

void prove(Run& run) {
    Site site{run.folder() + "/site", busy_site(run)};
    const auto socket = site.folder() + "/mysql.sock";
    Lives load{site, run, kCallers};
    load.await(50);

    auto random = run.random();
    const auto kills = run.size(5, 50);
    Clock::duration slowest{};
    Clock::duration greeting{};
    bool refused = true;
    for (int i = 0; i < kills; ++i) {
        const auto failed = load.failures().size();
        site.kill("database");
        if (i % kAwayEvery == 0) {
            std::this_thread::sleep_for(kAway);
            refused = refused && load.failures().size() > failed;
        }
        auto started = std::async(std::launch::async, [&] { site.start("database"); });
        const auto listening = await_listener(socket);
        greeting = std::max(greeting, first_word(socket) - listening);
        slowest = std::max(slowest, next_ack(load, listening, kBackWithin));
        started.get();
        load.await(50 + random() % 50);
    }
    load.stop();
    load.verify();

    run.must(kBack, slowest <= kBackWithin, "one took longer");
    run.must(kInTime, load.slowest() <= kLongestAnswer, "one took longer");
    run.must(kRefused, refused, "nobody was refused");
    run.figure("kills", static_cast<std::uint64_t>(kills));
    run.figure("slowest first write", slowest);
    run.figure("of which the server's own start, at most", greeting);
    run.figure("slowest answer", load.slowest());
}

const Registered kDatabaseKill{{"database-kill",
                                prove,
                                {{"lost_commit_taken_for_done", Lives::kNothingLost},
                                 {"lost_commit_repeated_blindly", Lives::kNothingLost}}}};

} // namespace
} // namespace joingate::proofs
