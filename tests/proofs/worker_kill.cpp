// kill -9 of a random worker, again and again, under a load of writes.
#include "tests/proofs/support/busy_site.h"
#include "tests/proofs/support/proof.h"

#include <algorithm>
#include <csignal>

namespace joingate::proofs {
namespace {

using std::chrono::milliseconds;

constexpr milliseconds kReplacedWithin{1000};

const std::string kFewFail = "a kill fails at most the calls in flight in that worker";
const std::string kReplaced = "a killed worker is replaced within 1 s";

void prove(Run& run) {
    const Site site{run.folder() + "/site", busy_site(run)};
    Lives load{site, run, kCallers};
    load.await(50);

    auto random = run.random();
    const auto kills = run.size(8, 200);
    Clock::duration slowest{};
    std::size_t most_failed = 0;
    for (int i = 0; i < kills; ++i) {
        const auto before = load.failures().size();
        const auto pids = workers(site);
        const auto victim = pids.at(random() % pids.size());
        ::kill(victim, SIGKILL);
        slowest = std::max(slowest, replacement(site, victim));
        load.await(50 + random() % 50);
        most_failed = std::max(most_failed, load.failures().size() - before);
    }
    load.stop();
    load.verify();

    run.must(kReplaced, slowest <= kReplacedWithin, "one took longer");
    run.must(kFewFail, most_failed <= kThreads, std::to_string(most_failed) + " failed");
    run.figure("kills", static_cast<std::uint64_t>(kills));
    run.figure("most calls failed by one kill", most_failed);
    run.figure("slowest replacement", slowest);
}

const Registered kWorkerKill{{"worker-kill", prove, {{"commit_deferred", Lives::kNothingLost}}}};

} // namespace
} // namespace joingate::proofs
