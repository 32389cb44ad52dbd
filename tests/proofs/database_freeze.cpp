// The database server stands still for a while, under a load of writes, and goes on.
#include "tests/proofs/support/busy_site.h"
#include "tests/proofs/support/proof.h"

#include <algorithm>
#include <csignal>

namespace joingate::proofs {
namespace {

using std::chrono::seconds;

constexpr seconds kBackWithin{1};

const std::string kBack = "the first write after the server goes on succeeds within 1 s";
const std::string kInTime = "no answer takes more than 2.6 s";
const std::string kRefused = "while the server stands still calls are refused, not kept";

void prove(Run& run) {
    const Site site{run.folder() + "/site", busy_site(run)};
    const auto server = site.pids("database").at(0);
    Lives load{site, run, kCallers};
    load.await(50);

    const auto freezes = run.size(1, 5);
    Clock::duration slowest{};
    bool refused = true;
    for (int i = 0; i < freezes; ++i) {
        const auto failed = load.failures().size();
        ::kill(server, SIGSTOP);
        std::this_thread::sleep_for(run.size(seconds{4}, seconds{10}));
        refused = refused && load.failures().size() > failed;
        ::kill(server, SIGCONT);
        slowest = std::max(slowest, next_ack(load, Clock::now(), kBackWithin));
        load.await(50);
    }
    load.stop();
    load.verify();

    run.must(kBack, slowest <= kBackWithin, "one took longer");
    run.must(kInTime, load.slowest() <= kLongestAnswer, "one took longer");
    run.must(kRefused, refused, "nobody was refused");
    run.figure("freezes", static_cast<std::uint64_t>(freezes));
    run.figure("slowest first write", slowest);
    run.figure("slowest answer", load.slowest());
}

const Registered kDatabaseFreeze{{"database-freeze", prove, {{"no_wait_limit", kInTime}}}};

} // namespace
} // namespace joingate::proofs
