// Clients that hold on to their connections are the front's burden and nobody else's.
#include "tests/proofs/support/callers.h"
#include "tests/proofs/support/front.h"
#include "tests/proofs/support/proof.h"
#include "tests/proofs/support/slow_clients.h"

#include <algorithm>
#include <vector>

namespace joingate::proofs {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

constexpr std::size_t kOthers = 8;
constexpr milliseconds kPause{20};
constexpr unsigned kP99 = 990; ///< per mille

const std::string kOthersServed = "all others are answered while there are slow clients";
const std::string kOthersQuick = "the p99 of all others is at most twice what it is without them";
const std::string kNoThread = "no slow client holds a thread of a worker";
const std::string kClosed = "each slow client is let go after 1.5 x the front's time-out at most";

/// What good calls of others take, some 400 a second.
std::vector<Clock::duration> others(Run& run, const Site& site, Clock::duration time) {
    const auto client = Party{site, site.owner()}.client;
    const auto end = Clock::now() + time;
    std::vector<Clock::duration> took;
    run.must(kOthersServed, true);
    Callers{site, kOthers}.run(
        [&](std::size_t) -> std::optional<Shot> {
            Shot shot;
            shot.not_before = Clock::now() + kPause;
            if (shot.not_before > end) return std::nullopt;
            shot.bytes =
                client.sign("CountOwnedJoinPermissions", {}, Client::fresh_stamp()).bytes();
            return shot;
        },
        [&](std::size_t, const Exchange& exchange) {
            const bool is_good =
                exchange.answers.size() == 1 && exchange.answers.front().succeeded();
            run.must(kOthersServed, is_good,
                     exchange.answers.empty() ? "no answer" : exchange.answers.front().body);
            took.push_back(exchange.took);
        });
    return took;
}

/// Whether a moment comes at which no connection to the workers is left.
bool becomes_idle(const Site& site) {
    // In which the front would have passed on what it passes on before it is whole.
    std::this_thread::sleep_for(milliseconds{500});
    const auto end = Clock::now() + milliseconds{1000};
    while (worker_connections(site) > 0) {
        if (Clock::now() > end) return false;
        std::this_thread::sleep_for(milliseconds{10});
    }
    return true;
}

struct Round {
    Clock::duration before;
    Clock::duration during;
    double ratio() const {
        return std::chrono::duration<double>(during) / std::chrono::duration<double>(before);
    }
};

class Siege {
public:
    Siege(Run& run, const Site& site) : run_{run}, site_{site} {}

    void prove() {
        // Something else on the machine may take its time: the calmest round tells.
        constexpr std::size_t kMostRounds = 3;
        std::vector<Round> rounds;
        do {
            const auto done = round();
            if (!done) return; // what else is seen says nothing then
            rounds.push_back(*done);
        } while (rounds.back().ratio() > 2 && rounds.size() < kMostRounds);
        const auto is_calmer = [](const Round& a, const Round& b) { return a.ratio() < b.ratio(); };
        const auto calmest = *std::min_element(rounds.begin(), rounds.end(), is_calmer);
        run_.must(kOthersQuick, calmest.ratio() <= 2, "in none of the rounds");
        run_.figure("slow clients", count_);
        run_.figure(
            "time-outs of the front, seconds",
            static_cast<std::uint64_t>(std::chrono::duration_cast<seconds>(timeout_).count()));
        run_.figure("longest held after its last byte", longest_);
        run_.figure("p99 of others without slow clients", calmest.before);
        run_.figure("p99 of others with them", calmest.during);
    }

    /// Shorter than the product's in a quick run, so that it need not wait for them.
    void set_timeouts(Clock::duration timeout) {
        const auto text =
            std::to_string(std::chrono::duration_cast<seconds>(timeout).count()) + "s;";
        std::vector<std::pair<std::string, std::string>> changes;
        for (const std::string name :
             {"client_header_timeout ", "client_body_timeout ", "send_timeout "})
            changes.emplace_back(name + "10s;", name + text);
        if (run_.has_bug("body_timeout"))
            changes.emplace_back("client_body_timeout " + text, "client_body_timeout 300s;");
        if (run_.has_bug("bodies_not_buffered"))
            changes.emplace_back("fastcgi_request_buffering on", "fastcgi_request_buffering off");
        change_front(site_, changes);
        timeout_ = timeout;
    }

private:
    /// Others without slow clients, with them and without them again.
    std::optional<Round> round() {
        auto before = others(run_, site_, measured_ / 2);
        SlowClients slow{site_, {count_, timeout_ / 10, timeout_ * 3 / 2}};
        const bool is_idle = becomes_idle(site_);
        run_.must(kNoThread, is_idle, "their requests are in work");
        if (!is_idle) return std::nullopt;
        auto during = others(run_, site_, measured_);
        run_.figure("slow clients held to the end of the measurement", slow.held());
        slow.wait();
        longest_ = std::max(longest_, slow.longest());
        run_.must(kClosed, slow.longest() <= timeout_ * 3 / 2, "some are held for longer");
        if (slow.shortest() < timeout_ / 2) throw std::runtime_error{"no slow clients at all"};
        const auto after = others(run_, site_, measured_ / 2);
        before.insert(before.end(), after.begin(), after.end());
        return Round{quantile(before, kP99), quantile(during, kP99)};
    }

    Run& run_;
    const Site& site_;
    const std::size_t count_ = run_.size<std::size_t>(300, 1000);
    const Clock::duration measured_ = run_.size(milliseconds{1000}, milliseconds{8000});
    Clock::duration timeout_{};
    Clock::duration longest_{};
};

void prove(Run& run) {
    const Site site{run.folder() + "/site",
                    {"--workers", "2", "--threads", "4", "--set", "rate.callsPerSecond=60000"}};
    Siege siege{run, site};
    siege.set_timeouts(run.size(seconds{2}, seconds{10}));
    siege.prove();
}

const Registered kSlow{
    {"slow", prove, {{"bodies_not_buffered", kNoThread}, {"body_timeout", kClosed}}}};

} // namespace
} // namespace joingate::proofs
