// Far more callers than can be served: those that are served are served in time, the others are
// told in time that they are not, and nothing is lost by it.
#include "tests/proofs/support/callers.h"
#include "tests/proofs/support/proof.h"

#include <algorithm>
#include <vector>

namespace joingate::proofs {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

constexpr std::size_t kThreads = 1; ///< of all workers
constexpr std::size_t kFewestCallers = 400;
constexpr unsigned kP99 = 990; ///< per mille
constexpr milliseconds kAcceptedWithin{1000};
constexpr milliseconds kRefusedWithin{2600};
constexpr milliseconds kRecoversWithin{2000};

const std::string kAccepted = "the p99 of what is accepted is at most 1 s";
const std::string kRefused = "what is refused is a 503 within 2.6 s";
const std::string kThroughput = "throughput is at least 80 % of the peak";
const std::string kRecovers = "calls are answered as before 2 s after the load";

struct Load {
    std::vector<Clock::duration> accepted;
    std::vector<Clock::duration> refused;
    double accepted_a_second = 0;
    Clock::time_point end;
};

class Overload {
public:
    Overload(Run& run, const Site& site)
        : run_{run}, client_{Party{site, site.owner()}.client}, site_{site} {}

    /// Writes, each caller's next as soon as the last is answered, until `done` or the time is
    /// over.
    template <class Enough>
    Load load(std::size_t callers, Clock::duration time, const Enough& enough) {
        Load seen;
        const auto start = Clock::now();
        const auto end = start + time;
        bool is_over = false;
        std::size_t in_time = 0;
        Callers{site_, callers}.run(
            [&](std::size_t) -> std::optional<Shot> {
                if (is_over || Clock::now() >= end) return std::nullopt;
                Shot shot;
                shot.bytes = client_
                                 .sign("CreateLocalJoinPermission", creation(fresh_name()),
                                       Client::fresh_stamp())
                                 .bytes();
                return shot;
            },
            [&](std::size_t, const Exchange& exchange) {
                const auto answer = exchange.answers.empty() ? Answer{} : exchange.answers.front();
                if (answer.succeeded()) {
                    seen.accepted.push_back(exchange.took);
                    if (Clock::now() <= end) ++in_time;
                } else {
                    seen.refused.push_back(exchange.took);
                    run_.must(kRefused, is_unavailable(answer),
                              answer.body.empty() ? "no answer: " + exchange.rest : answer.body);
                }
                is_over = enough(answer, exchange);
            });
        seen.end = Clock::now();
        seen.accepted_a_second =
            static_cast<double>(in_time) / std::chrono::duration<double>(time).count();
        return seen;
    }

    Load load(std::size_t callers, Clock::duration time) {
        return load(callers, time, [](const Answer&, const Exchange&) { return false; });
    }

    void prove() {
        // Something else on the machine may take its time: the calmest round tells.
        constexpr unsigned kMostRounds = 3;
        bool is_kept_up = false;
        for (unsigned i = 0; i < kMostRounds && !is_kept_up; ++i)
            is_kept_up = round();
        run_.must(kThroughput, is_kept_up, "in none of the rounds");
    }

private:
    /// True where the throughput is kept up.
    bool round() {
        const auto time = run_.size(milliseconds{2500}, milliseconds{20000});
        auto calm = load(1, time / 5);
        const auto peak = load(4 * kThreads, time / 2);
        // Served one after the other they would wait for longer than a second, however fast the
        // machine is.
        const auto callers =
            std::max(kFewestCallers, static_cast<std::size_t>(1.25 * peak.accepted_a_second));
        auto all = load(callers, time);
        const auto recovery = recovers(all.end, 3 * quantile(calm.accepted, kP99));

        const auto accepted = quantile(all.accepted, kP99);
        const auto refused = quantile(all.refused, 1000);
        run_.must(kAccepted, accepted <= kAcceptedWithin, "the p99 is longer");
        run_.must(kRefused, refused <= kRefusedWithin, "one took longer");
        run_.must(kRecovers, recovery <= kRecoversWithin, "it took longer");
        run_.figure("callers of one request thread", callers);
        run_.figure("accepted a second at the peak",
                    static_cast<std::uint64_t>(peak.accepted_a_second));
        run_.figure("accepted a second in overload",
                    static_cast<std::uint64_t>(all.accepted_a_second));
        run_.figure("refused", all.refused.size());
        run_.figure("p99 of what is accepted", accepted);
        run_.figure("longest refusal", refused);
        run_.figure("as before after", recovery);
        return all.accepted_a_second >= 0.8 * peak.accepted_a_second;
    }

    /// Until ten calls in a row are as quick as this.
    Clock::duration recovers(Clock::time_point since, Clock::duration quick) {
        unsigned in_a_row = 0;
        const auto after =
            load(1, 2 * kRecoversWithin, [&](const Answer& answer, const Exchange& exchange) {
                in_a_row = answer.succeeded() && exchange.took <= quick ? in_a_row + 1 : 0;
                return in_a_row == 10;
            });
        return after.end - since;
    }

    Run& run_;
    Client client_;
    const Site& site_;
};

void prove(Run& run) {
    const Site site{run.folder() + "/site",
                    {"--worker", run.worker(), "--workers", std::to_string(kThreads), "--threads",
                     "1", "--set", "rate.callsPerSecond=60000", "--set",
                     "quota.LOCAL_JOIN_PERMISSION=10000000"}};
    Overload{run, site}.prove();
}

const Registered kOverload{{"overload", prove, {{"never_waited_too_long", kAccepted}}}};

} // namespace
} // namespace joingate::proofs
