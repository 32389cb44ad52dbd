// What the time of a refusal tells: not where a signature is wrong, nor whether a key exists.
#include "tests/proofs/support/timing.h"
#include "tests/proofs/support/party.h"
#include "tests/proofs/support/proof.h"
#include "tests/support/places.h"

#include <ctime>

#include <algorithm>
#include <cmath>
#include <sstream>
#include <thread>

namespace joingate::proofs {
namespace {

constexpr double kMostT = 4.5;
constexpr double kMostApart = 5;

const std::string kCompare = "comparing signatures takes as long wherever they differ: |t| < 4.5";
const std::string kGate = "an unknown key is refused as late as a wrong signature: |t| < 4.5";
const std::string kMedians = "medians of the times of refusals are within 5 %";
const std::string kRefused = "each call is refused for the reason that is measured";

std::string shown(double value) {
    std::ostringstream text;
    text.precision(3);
    text << value;
    return text.str();
}

void judge(Run& run, const std::string& what, const std::string& rule, double t, double apart) {
    run.must(rule, std::abs(t) < kMostT, what + ": t = " + shown(t));
    run.must(kMedians, apart <= kMostApart, what + ": " + shown(apart) + " % apart");
    run.figure(what + ", t", shown(t));
    run.figure(what + ", medians apart", shown(apart) + " %");
}

void prove_compare(Run& run) {
    const std::string folder =
        run.has_bug("compare_early_exit") ? "bugs/compare_early_exit" : "tests/proofs";
    std::istringstream found{e2e::run_program(
        places::in_build(folder + "/compare_times"),
        {std::to_string(run.seed()), std::to_string(run.size(200'000, 1'000'000))})};
    double t = 0;
    double first = 0;
    double last = 0;
    found >> t >> first >> last;
    constexpr double kPercent = 100;
    judge(run, "first byte wrong against last", kCompare, t,
          kPercent * std::abs(first - last) / std::min(first, last));
}

/// What a worker spends on a call is what the caller can measure at best: the time until the answer
/// also holds what else the machine does.
class ProcessorTime {
public:
    explicit ProcessorTime(pid_t process) {
        if (::clock_getcpuclockid(process, &clock_) != 0)
            throw std::runtime_error{"no clock of process " + std::to_string(process)};
    }

    /// In nanoseconds.
    double now() const {
        constexpr double kNanos = 1e9;
        timespec time{};
        ::clock_gettime(clock_, &time);
        return static_cast<double>(time.tv_sec) * kNanos + static_cast<double>(time.tv_nsec);
    }

    /// Once the worker, which has answered, is idle.
    double settled() const {
        constexpr std::chrono::microseconds kPause{200};
        for (auto last = now();;) {
            std::this_thread::sleep_for(kPause);
            const auto time = now();
            if (time == last) return time;
            last = time;
        }
    }

private:
    clockid_t clock_ = 0;
};

/// Much for the signature to cover: a form that V3 hashes and never shows.
class Forger {
public:
    Forger(const Site& site, const std::string& key) : party_{site, {key, "guessed"}} {
        party_.client.signature = Client::Signature::V3;
        party_.client.method = "POST";
    }

    void call(Run& run, const std::string& code) const {
        static const std::string filling(60'000, 'x');
        const auto request = party_.client.sign("GetUserLicense", {{"A", filling}, {"B", filling}},
                                                Client::fresh_stamp());
        const auto answer = party_.send(request);
        run.must(kRefused, answer.code() == code, answer.body);
    }

private:
    Party party_;
};

void prove_gate(Run& run) {
    const Site site{run.folder() + "/site",
                    {"--workers", "1", "--threads", "2", "--worker", run.worker()}};
    const auto known = site.owner().id;
    auto unknown = known;
    unknown.back() = known.back() == 'x' ? 'y' : 'x';
    const Forger wrong_signature{site, known};
    const Forger unknown_key{site, unknown};
    constexpr int kWarmUp = 20;
    auto random = run.random();
    Timings timings;
    const ProcessorTime spent{site.pids("workers").at(0)};
    const auto measurements = run.size(1200, 6000);
    for (int i = -kWarmUp; i < measurements; ++i) {
        const bool is_known = random() % 2 == 0;
        const auto before = spent.now();
        if (is_known)
            wrong_signature.call(run, "SignatureDoesNotMatch");
        else
            unknown_key.call(run, "InvalidAccessKeyId.NotFound");
        if (i >= 0) (is_known ? timings.first : timings.second).push_back(spent.settled() - before);
    }
    judge(run, "wrong signature against unknown key", kGate, welch_t(timings),
          medians_apart(timings));
    run.figure("median of a refusal",
               std::chrono::nanoseconds{std::llround(median(timings.first))});
}

void prove(Run& run) {
    if (!run.has_bug("unknown_key_early")) prove_compare(run);
    if (!run.has_bug("compare_early_exit")) prove_gate(run);
}

const Registered kTiming{
    {"timing", prove, {{"compare_early_exit", kCompare}, {"unknown_key_early", kGate}}}};

} // namespace
} // namespace joingate::proofs
