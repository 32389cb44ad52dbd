// Callers that hammer the same permissions, orders and names at once, while workers and the
// database are killed: what they were told must be explained by one order of their calls.
#include "tests/proofs/support/busy_site.h"
#include "tests/proofs/support/contended.h"
#include "tests/proofs/support/proof.h"

#include <array>
#include <atomic>
#include <csignal>
#include <thread>

namespace joingate::proofs {
namespace {

constexpr unsigned kHammering = 9;
constexpr unsigned kCallsPerObject = 100;
const std::string kLinearizable = "one order of all calls on an object explains every answer";

/// Calls what is in turn until all have had their share.
class Hammer {
public:
    Hammer(Run& run, std::vector<std::unique_ptr<Contended>>& objects) {
        // One of each kind at a time: few enough that callers meet.
        for (unsigned i = 0; i < kHammering; ++i)
            threads_.emplace_back([this, &objects, random = run.random(1000 + i)]() mutable {
                for (std::size_t n = 0; (n = next_++) < objects.size() * kCallsPerObject;) {
                    const auto group = n / (kKinds * kCallsPerObject) * kKinds;
                    objects.at(group + random() % kKinds)->call(random);
                }
            });
    }
    ~Hammer() { finish(); }
    Hammer(const Hammer&) = delete;
    Hammer& operator=(const Hammer&) = delete;

    void finish() {
        for (auto& thread : threads_)
            thread.join();
        threads_.clear();
    }
    bool has_made(std::size_t calls) const { return next_ >= calls; }

    static constexpr std::size_t kKinds = 3;

private:
    std::atomic<std::size_t> next_{0};
    std::vector<std::thread> threads_;
};

void prove(Run& run) {
    auto options = busy_site(run);
    options.insert(options.end(), {"--database", "log_bin=binlog"});
    Site site{run.folder() + "/site", options};
    if (run.has_bug("name_key_dropped"))
        e2e::run_program("mariadb",
                         {"--no-defaults", "--socket=" + site.folder() + "/mysql.sock", "-e",
                          "ALTER TABLE jg000001.join_permission DROP KEY permission_name"});

    const Parties parties{site};
    const auto groups = run.size<std::size_t>(6, 167);
    std::vector<std::unique_ptr<Contended>> objects;
    for (std::size_t i = 0; i < groups; ++i) {
        objects.push_back(contended_order(parties));
        objects.push_back(contended_register(parties));
        objects.push_back(contended_name(parties));
    }

    Hammer hammer{run, objects};
    auto random = run.random();
    std::uint64_t worker_kills = 0;
    std::uint64_t database_kills = 0;
    const auto all = objects.size() * kCallsPerObject;
    const auto kills = run.size<std::size_t>(4, 80);
    for (std::size_t i = 1; i <= kills; ++i) {
        while (!hammer.has_made(i * all / (kills + 1)))
            std::this_thread::sleep_for(std::chrono::milliseconds{2});
        if (run.full() && i % 2 == 0) {
            site.kill("database");
            site.start("database");
            ++database_kills;
            continue;
        }
        const auto pids = site.pids("workers");
        if (pids.empty()) continue;
        ::kill(pids.at(random() % pids.size()), SIGKILL);
        ++worker_kills;
    }
    hammer.finish();

    run.must(kLinearizable, true);
    for (const auto& object : objects)
        if (!object->explained()) run.must(kLinearizable, false, object->what());
    run.figure("objects", objects.size());
    run.figure("calls", all);
    run.figure("kills of a worker", worker_kills);
    run.figure("kills of the database", database_kills);
}

const Registered kProof{{"linearizable",
                         prove,
                         {{"stale_read", kLinearizable},
                          {"rename_forgotten", kLinearizable},
                          {"loser_told_success", kLinearizable},
                          {"name_key_dropped", kLinearizable}}}};

} // namespace
} // namespace joingate::proofs
