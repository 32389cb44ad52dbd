// Workers are restarted and nginx is reloaded, again and again, under a load of writes.
#include "tests/proofs/support/busy_site.h"
#include "tests/proofs/support/proof.h"

#include <csignal>

namespace joingate::proofs {
namespace {

constexpr int kRestartsPerReload = 2;
constexpr auto kPatience = std::chrono::seconds{10};

const std::string kNoneFails = "not one call fails";
const std::string kRestarted = "every worker that is told to end does so and is replaced";
const std::string kReloaded = "every reload replaces the processes of nginx";

/// Returns once other processes serve; false where they do not come.
bool reload_front(const Run& run, const Site& site) {
    const auto master = site.pids("front").at(0);
    const auto before = children(master);
    if (run.has_bug("front_ended_at_once"))
        ::kill(before.at(0), SIGTERM);
    else
        ::kill(master, SIGHUP);
    return comes_true(kPatience, [&] {
        const auto now = children(master);
        return !now.empty() && now.back() != before.back();
    });
}

void prove(Run& run) {
    const Site site{run.folder() + "/site", busy_site(run)};
    Lives load{site, run, kCallers};
    load.await(50);

    auto random = run.random();
    const auto restarts = run.size(4, 100);
    const auto calls = run.size<std::uint64_t>(500, 20'000);
    std::uint64_t reloads = 0;
    for (int i = 0; i < restarts; ++i) {
        const auto pids = workers(site);
        const auto victim = pids.at(random() % pids.size());
        ::kill(victim, SIGTERM);
        run.must(kRestarted, replacement(site, victim) <= kPatience, "one did not");
        load.await(random() % 50);
        if (i % kRestartsPerReload != 0) continue;
        run.must(kReloaded, reload_front(run, site), "one did not");
        load.await(random() % 50);
        ++reloads;
    }
    while (load.calls() < calls)
        load.await(1);
    load.stop();
    load.verify();

    const auto failures = load.failures();
    run.must(kNoneFails, failures.empty(), std::to_string(failures.size()) + " failed");
    run.figure("restarts of workers", static_cast<std::uint64_t>(restarts));
    run.figure("reloads of nginx", reloads);
    run.figure("slowest answer", load.slowest());
}

const Registered kRollingRestart{
    {"rolling-restart",
     prove,
     {{"stop_waits_for_nobody", kNoneFails}, {"front_ended_at_once", kNoneFails}}}};

} // namespace
} // namespace joingate::proofs
