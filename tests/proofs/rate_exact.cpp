// Five calls a second: never a sixth, never one too few, over processes, threads, restarts, kills.
#include "tests/proofs/support/party.h"
#include "tests/proofs/support/proof.h"
#include "tests/proofs/support/rate_places.h"

#include <algorithm>
#include <csignal>
#include <thread>

namespace joingate::proofs {
namespace {

using std::chrono::milliseconds;

constexpr unsigned kLimit = 5;
/// Well below what an account may call in all, which is another limit.
constexpr unsigned kFloodPerSecond = 160;
constexpr unsigned kLeastPerSecond = 50;
constexpr unsigned kOthersPerSecond = 3;

const std::string kNoneOver = "no second accepts more calls than the limit";
const std::string kNoneUnder = "every second that refuses a call has accepted as many as the limit";
const std::string kOthers = "a flood takes nothing from other accounts and other actions";
const std::string kForeseen = "a call is accepted, throttled, or in flight in a worker that ends";
const std::string kOffered = "at least 50 calls a second are offered";

using Verdict = TimedCall::Verdict;

TimedCall call_of(const Party& party, const std::string& action) {
    return timed_call(party, party.client.sign(action, {}, Client::fresh_stamp()));
}

/// Calls by one of the parties in turn, evenly, until the end.
std::vector<TimedCall> call_until(Clock::time_point end, Clock::duration period,
                                  const std::vector<Party>& parties, const std::string& action) {
    std::vector<TimedCall> calls;
    for (auto next = Clock::now(); next < end; next = std::max(next + period, Clock::now())) {
        std::this_thread::sleep_until(next);
        calls.push_back(call_of(parties[calls.size() % parties.size()], action));
    }
    return calls;
}

struct Totals {
    std::uint64_t calls = 0;
    std::uint64_t accepted = 0;
    std::uint64_t ambiguous = 0;
    std::uint64_t unknown = 0;
    std::uint64_t full_seconds = 0;
    std::uint64_t over = 0;
    std::uint64_t under = 0;
    unsigned faults = 0;
};

struct Setting {
    unsigned workers;
    unsigned threads;
    unsigned concurrency;
    bool faults; ///< a worker stopped, and another killed
};

class Experiment {
public:
    Experiment(Run& run, const Site& site, const Setting& setting, Clock::duration length)
        : run_{run}, site_{site}, setting_{setting}, start_{Clock::now()}, end_{start_ + length} {}

    void measure(Totals& totals) {
        // A RAM user counts for its account.
        const std::vector<Party> floods{{site_, site_.owner()}, {site_, site_.reader()}};
        const std::vector<Party> owner{{site_, site_.owner()}};
        const std::vector<Party> renter{{site_, site_.renter()}};
        const Clock::duration turn = std::chrono::seconds{setting_.concurrency};
        std::vector<std::vector<TimedCall>> flood(setting_.concurrency);
        std::vector<TimedCall> others[2];
        std::vector<std::thread> threads;
        for (auto& calls : flood)
            threads.emplace_back(
                [&] { calls = call_until(end_, turn / kFloodPerSecond, floods, kAction); });
        const auto pause = Clock::duration{std::chrono::seconds{1}} / kOthersPerSecond;
        threads.emplace_back([&] { others[0] = call_until(end_, pause, renter, kAction); });
        threads.emplace_back([&] { others[1] = call_until(end_, pause, owner, kOtherAction); });
        if (setting_.faults) disturb(totals);
        for (auto& thread : threads)
            thread.join();

        std::vector<TimedCall> calls;
        for (auto& one : flood)
            calls.insert(calls.end(), one.begin(), one.end());
        judge(calls, totals);
        for (const auto& other : others)
            for (const auto& call : other)
                run_.must(kOthers,
                          call.verdict == Verdict::Accepted ||
                              (setting_.faults && call.verdict == Verdict::Unknown),
                          place() + call.body);
    }

private:
    static constexpr const char* kAction = "CountOwnedJoinPermissions";
    static constexpr const char* kOtherAction = "CountRentedJoinPermissions";

    void disturb(Totals& totals) {
        auto random = run_.random(setting_.workers * 1000 + setting_.threads);
        const auto third = (end_ - start_) / 3;
        for (const int signal : {SIGTERM, SIGKILL}) {
            std::this_thread::sleep_until(start_ + (signal == SIGTERM ? third : 2 * third));
            const auto pids = site_.pids("workers");
            if (pids.empty()) continue;
            ::kill(pids[random() % pids.size()], signal);
            ++totals.faults;
        }
    }

    void judge(const std::vector<TimedCall>& calls, Totals& totals) {
        const auto count = [&](Verdict verdict) {
            return static_cast<std::uint64_t>(
                std::count_if(calls.begin(), calls.end(),
                              [&](const TimedCall& call) { return call.verdict == verdict; }));
        };
        for (const auto& call : calls)
            run_.must(kForeseen,
                      call.verdict != Verdict::Other &&
                          (setting_.faults || call.verdict != Verdict::Unknown),
                      place() + call.body);
        const RatePlaces places{calls, kLimit};
        run_.must(kNoneOver, places.over() == 0, place() + std::to_string(places.over()) + " more");
        run_.must(kNoneUnder, places.under() == 0 && places.full_seconds() != 0,
                  place() + std::to_string(places.under()) + " fewer");
        const std::chrono::duration<double> took = Clock::now() - start_;
        run_.must(kOffered, static_cast<double>(calls.size()) >= kLeastPerSecond * took.count(),
                  place() + std::to_string(calls.size()) + " calls");
        totals.calls += calls.size();
        totals.accepted += count(Verdict::Accepted);
        totals.unknown += count(Verdict::Unknown);
        totals.ambiguous += static_cast<std::uint64_t>(std::count_if(
            calls.begin(), calls.end(), [](const TimedCall& call) { return !call.is_definite(); }));
        totals.full_seconds += places.full_seconds();
        totals.over += places.over();
        totals.under += places.under();
    }

    std::string place() const {
        return "P=" + std::to_string(setting_.workers) + " T=" + std::to_string(setting_.threads) +
               " concurrency " + std::to_string(setting_.concurrency) + ": ";
    }

    Run& run_;
    const Site& site_;
    const Setting setting_;
    const Clock::time_point start_;
    const Clock::time_point end_;
};

void await_workers(const Site& site) {
    const Party anyone{site, site.renter()};
    for (int i = 0; i < 100 && !anyone.call("GetUserLicense").succeeded(); ++i)
        std::this_thread::sleep_for(milliseconds{50});
}

std::vector<Setting> settings(const Run& run) {
    const auto bugs = {"rate_read_then_write", "rate_limit_six", "rate_per_process"};
    if (std::any_of(bugs.begin(), bugs.end(), [&](auto bug) { return run.has_bug(bug); }))
        return {{4, 4, 64, false}};
    if (!run.full()) return {{1, 4, 16, false}, {4, 4, 64, true}};
    std::vector<Setting> all;
    for (const unsigned workers : {1U, 2U, 4U})
        for (const unsigned threads : {1U, 4U, 16U})
            for (const unsigned concurrency : {1U, 8U, 64U})
                all.push_back({workers, threads, concurrency, concurrency != 1});
    return all;
}

void prove(Run& run) {
    Site site{run.folder() + "/site", {"--worker", run.worker()}};
    const auto length = run.size(milliseconds{2200}, milliseconds{6500});
    Totals totals;
    const auto all = settings(run);
    for (const auto& setting : all) {
        site.stop("workers");
        site.start("workers", {"--workers", std::to_string(setting.workers), "--threads",
                               std::to_string(setting.threads)});
        await_workers(site);
        // Counters survive their workers: this second may be full of the setting's before.
        std::this_thread::sleep_until(std::chrono::ceil<std::chrono::seconds>(Clock::now()));
        Experiment{run, site, setting, length}.measure(totals);
    }
    run.figure("settings of processes, threads and concurrency", all.size());
    run.figure("calls", totals.calls);
    run.figure("accepted", totals.accepted);
    run.figure("seconds that were full", totals.full_seconds);
    run.figure("accepted too many", totals.over);
    run.figure("accepted too few", totals.under);
    run.figure("calls over the end of a second, matched to either", totals.ambiguous);
    run.figure("workers stopped or killed", std::uint64_t{totals.faults});
    run.figure("calls lost with a worker", totals.unknown);
}

const Registered kRateExact{{"rate-exact",
                             prove,
                             {{"rate_read_then_write", kNoneOver},
                              {"rate_limit_six", kNoneOver},
                              {"rate_per_process", kNoneOver}}}};

} // namespace
} // namespace joingate::proofs
