// Mutated requests through nginx: nobody ends, and everything that is answered is answered well.
#include "tests/proofs/support/callers.h"
#include "tests/proofs/support/front.h"
#include "tests/proofs/support/http_answer.h"
#include "tests/proofs/support/http_mutants.h"
#include "tests/proofs/support/proof.h"

#include <algorithm>
#include <map>
#include <set>
#include <thread>

namespace joingate::proofs {
namespace {

using std::chrono::milliseconds;

constexpr unsigned kThreads = 2;
constexpr std::size_t kCallers = 128; ///< of each thread
constexpr milliseconds kForWhole{10000};
constexpr milliseconds kForPart{100};

const std::string kNobodyEnds = "no worker and no nginx process ends";
const std::string kWellFormed = "every answer is well-formed JSON or XML with a RequestId";
const std::string kDocumented = "every answer has a documented status";
const std::string kAnswered = "no whole request is left without an answer";

const std::set<int> kStatuses{200, 400, 403, 404, 413};

/// A worker takes no such names and not so many variables; nginx can limit neither, and answers 503
/// for the worker (spec "robustness", section 2).
bool is_beyond_fastcgi(const std::string& bytes) {
    constexpr std::size_t kName = 250;
    constexpr std::ptrdiff_t kHeaders = 450;
    std::size_t longest = 0;
    for (std::size_t start = 0; start < bytes.size();) {
        const auto end = std::min(bytes.find('\n', start), bytes.size());
        longest = std::max(longest, std::min(bytes.find(':', start), end) - start);
        start = end + 1;
    }
    return longest > kName || std::count(bytes.begin(), bytes.end(), '\n') > kHeaders;
}

bool is_documented(int status, const std::string& bytes) {
    constexpr int kUnavailable = 503;
    return kStatuses.count(status) == 1 || (status == kUnavailable && is_beyond_fastcgi(bytes));
}

/// All whose end would show: another takes its place.
std::vector<pid_t> everybody(const Site& site) {
    auto all = site.pids("workers");
    const auto front = front_pids(site);
    all.insert(all.end(), front.begin(), front.end());
    return all;
}

struct Tally {
    std::map<int, std::uint64_t> statuses;
    std::uint64_t incomplete = 0;

    void add(const Tally& other) {
        for (const auto& [status, count] : other.statuses)
            statuses[status] += count;
        incomplete += other.incomplete;
    }
};

class Attack {
public:
    Attack(Run& run, const Site& site, std::uint64_t stream, std::uint64_t count)
        : run_{run}, site_{site}, mutants_{site, run.random(stream)}, left_{count} {}

    Tally run() {
        Callers{site_, kCallers}.run(
            [this](std::size_t caller) { return next(caller); },
            [this](std::size_t caller, const Exchange& exchange) { check(caller, exchange); });
        return tally_;
    }

private:
    std::optional<Shot> next(std::size_t caller) {
        if (left_ == 0) return std::nullopt;
        --left_;
        auto mutant = mutants_.next();
        is_whole_.at(caller) = mutant.is_whole;
        Shot shot;
        shot.bytes = std::move(mutant.bytes);
        shot.headless = mutant.headless;
        shot.patience = mutant.is_whole ? kForWhole : kForPart;
        shot.quiet = kForPart;
        return shot;
    }

    void check(std::size_t caller, const Exchange& exchange) {
        if (exchange.answers.empty()) {
            ++tally_.incomplete;
            run_.must(kAnswered, !is_whole_.at(caller),
                      exchange.rest + " for " + exchange.shot.bytes);
        }
        bool headless = exchange.shot.headless;
        for (const auto& answer : exchange.answers) {
            // Of HTTP/0.9 it is a body and no more.
            const bool has_head = answer.status != 0;
            if (has_head) ++tally_.statuses[answer.status];
            run_.must(kDocumented, !has_head || is_documented(answer.status, exchange.shot.bytes),
                      std::to_string(answer.status) + " for " + exchange.shot.bytes);
            const bool is_good = has_head && headless ? !answer.header("x-acs-request-id").empty()
                                                      : fault_of_body(answer.body).empty();
            run_.must(kWellFormed, is_good, answer.body + " for " + exchange.shot.bytes);
            headless = false;
        }
        run_.must(kWellFormed, exchange.end != Exchange::End::Failed || exchange.answers.empty(),
                  exchange.rest);
    }

    Run& run_;
    const Site& site_;
    HttpMutants mutants_;
    std::uint64_t left_;
    std::vector<bool> is_whole_ = std::vector<bool>(kCallers);
    Tally tally_;
};

void prove(Run& run) {
    const Site site{run.folder() + "/site",
                    {"--worker", run.worker(), "--set", "rate.callsPerSecond=60000", "--set",
                     "quota.LOCAL_JOIN_PERMISSION=10000000"}};
    const auto before = everybody(site);
    const auto mutants = run.size<std::uint64_t>(6000, 1'000'000);
    const auto start = Clock::now();

    std::vector<Tally> tallies(kThreads);
    std::vector<std::thread> threads;
    for (unsigned i = 0; i < kThreads; ++i)
        threads.emplace_back([&, i] {
            try {
                tallies.at(i) = Attack{run, site, i, mutants / kThreads}.run();
            } catch (const std::exception& e) {
                run.must("the proof runs to its end", false, e.what());
            }
        });
    for (auto& thread : threads)
        thread.join();
    const auto took = Clock::now() - start;

    run.must(kNobodyEnds, everybody(site) == before, "other processes than before are there");
    const auto after = Party{site, site.owner()}.call("CountOwnedJoinPermissions");
    run.must(kAnswered, after.succeeded(), after.body);

    Tally all;
    for (const auto& tally : tallies)
        all.add(tally);
    run.figure("mutants", mutants);
    run.figure("mutants a second",
               static_cast<std::uint64_t>(static_cast<double>(mutants) /
                                          std::chrono::duration<double>(took).count()));
    run.figure("left incomplete, closed by the client", all.incomplete);
    for (const auto& [status, count] : all.statuses)
        run.figure("answers " + std::to_string(status), count);
}

const Registered kHttp{
    {"http", prove, {{"control_byte_raw", kWellFormed}, {"dies_of_unknown_action", kNobodyEnds}}}};

} // namespace
} // namespace joingate::proofs
