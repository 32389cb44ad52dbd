// The system's clock is set while workers run: by an hour, a day, back by a second, past 2038.
#include "tests/proofs/support/moved_clock.h"
#include "tests/proofs/support/proof.h"
#include "tests/proofs/support/rate_places.h"

#include <Poco/AutoPtr.h>
#include <Poco/Util/PropertyFileConfiguration.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <filesystem>
#include <thread>

namespace joingate::proofs {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

constexpr std::int64_t kHour = 3600;
constexpr std::int64_t kDay = 24 * kHour;
constexpr std::int64_t kWindow = 900;
/// For how long a nonce is known beyond the window.
constexpr std::int64_t kGrace = 60;
constexpr std::int64_t kIn2040 = 2208988800 + kDay;
constexpr unsigned kLimit = 5;
constexpr unsigned kFloodPerSecond = 100;
constexpr unsigned kSenders = 8;

const std::string kLimiter = "the limiter counts exactly, whatever the wall clock does";
const std::string kExact = "the window is exact to the second, on both sides of the wall clock";
const std::string kSecond60 = "second 60 is no time";
const std::string kNoReplay = "however the wall clock is set, nothing is accepted again";
const std::string kClosed =
    "where nonces may be forgotten since the wall clock was set back, calls are answered 503";
const std::string kGoesOn = "calls are accepted again once the wall clock has caught up";
const std::string kAnew = "calls are accepted again once the shared memory was removed";

class Times {
public:
    explicit Times(Run& run)
        : run_{run},
          clock_{run.folder()},
          site_{run.folder() + "/site",
                {"--preload", MovedClock::library(), "--threads", "8", "--worker", run.worker()}},
          owner_{site_, site_.owner()},
          renter_{site_, site_.renter()} {}

    void move(std::int64_t by) {
        clock_.move(by);
        ++moves_;
    }
    void move_to(std::int64_t time) { move(time - clock_.now()); }
    void age(std::int64_t by) { clock_.age(by); }

    /// Stamps around the ends of the window, each answered in the second in which it was sent.
    void check_window() {
        struct Edge {
            std::int64_t ahead;
            bool inside;
        };
        constexpr std::array<Edge, 4> edges{
            {{-kWindow - 1, false}, {-kWindow, true}, {kWindow, true}, {kWindow + 1, false}}};
        for (const auto& edge : edges) {
            Answer answer;
            std::int64_t now = 0;
            do {
                now = clock_.now();
                answer = send(now + edge.ahead);
            } while (clock_.now() != now || answer.code() == "Throttling.User");
            const bool right =
                edge.inside ? answer.succeeded() : answer.code() == "InvalidTimeStamp.Expired";
            run_.must(kExact, right, std::to_string(edge.ahead) + " s: " + answer.body);
        }
        ++windows_;
    }

    void check_second_60() {
        auto request =
            renter_.client.sign(kAction, {}, {clock_.now(), Client::fresh_stamp().nonce});
        const auto place = request.target.find("Z&", request.target.find("Timestamp="));
        request.target.replace(place - 2, 2, "60");
        const auto answer = renter_.send(request);
        run_.must(kSecond60, answer.code() == "InvalidTimeStamp.Format", answer.body);
    }

    void accept(unsigned count) {
        for (unsigned i = 0; i < count; ++i)
            await_accepted(kGoesOn);
    }

    void replay() {
        for (const auto& request : accepted_) {
            const auto answer = renter_.send(request);
            run_.must(kNoReplay,
                      answer.code() == "SignatureNonceUsed" || is_unavailable(answer) ||
                          answer.code() == "InvalidTimeStamp.Expired",
                      answer.body);
        }
        replays_ += accepted_.size();
    }

    void is_closed() {
        const auto answer = send(clock_.now());
        run_.must(kClosed, is_unavailable(answer), answer.body);
    }

    void await_accepted(const std::string& rule) {
        constexpr seconds kPatience{10};
        Answer answer;
        for (const auto start = Clock::now(); Clock::now() - start < kPatience;) {
            answer = send(clock_.now());
            if (answer.succeeded()) break;
            std::this_thread::sleep_for(milliseconds{50});
        }
        run_.must(rule, answer.succeeded(), answer.body);
    }

    /// Who does that while the wall clock is set back gives up what was signed ahead of it.
    void remove_memory() {
        accepted_.clear();
        const Poco::AutoPtr<Poco::Util::PropertyFileConfiguration> settings{
            new Poco::Util::PropertyFileConfiguration{site_.configuration()}};
        std::filesystem::remove(settings->getString("gate.memory"));
    }

    /// A flood during `moves`.
    template <class Moves> void flood(const Moves& moves) {
        std::atomic<bool> stop{false};
        std::array<std::vector<TimedCall>, kSenders> calls;
        std::vector<std::thread> senders;
        for (auto& mine : calls)
            senders.emplace_back([&] {
                while (!stop) {
                    const Client::Stamp stamp{clock_.now(), Client::fresh_stamp().nonce};
                    mine.push_back(timed_call(owner_, owner_.client.sign(kAction, {}, stamp)));
                    std::this_thread::sleep_for(Clock::duration{seconds{kSenders}} /
                                                kFloodPerSecond);
                }
            });
        moves();
        stop = true;
        for (auto& sender : senders)
            sender.join();
        std::vector<TimedCall> all;
        for (const auto& mine : calls)
            all.insert(all.end(), mine.begin(), mine.end());
        judge(all);
    }

    void report() const {
        run_.figure("times the wall clock was set", std::uint64_t{moves_});
        run_.figure("times that stamps around the ends of the window were tried",
                    std::uint64_t{windows_});
        run_.figure("requests sent again", replays_);
    }

private:
    static constexpr const char* kAction = "CountOwnedJoinPermissions";

    Answer send(std::int64_t stamp) {
        const auto request = renter_.client.sign(kAction, {}, {stamp, Client::fresh_stamp().nonce});
        auto answer = renter_.send(request);
        if (answer.succeeded()) accepted_.push_back(request);
        return answer;
    }

    /// What was in flight when the clock was set may be refused by the window; it was not counted.
    void judge(const std::vector<TimedCall>& calls) {
        const RatePlaces places{calls, kLimit};
        run_.must(kLimiter, places.over() == 0 && places.under() == 0 && places.full_seconds() != 0,
                  std::to_string(places.over()) + " too many, " + std::to_string(places.under()) +
                      " too few in " + std::to_string(places.full_seconds()) + " seconds");
        run_.figure("calls of the flood while the wall clock was set", calls.size());
        run_.figure("seconds of the flood that were full", places.full_seconds());
    }

    Run& run_;
    MovedClock clock_;
    Site site_;
    const Party owner_;
    const Party renter_;
    std::vector<Client::Request> accepted_;
    std::uint64_t replays_ = 0;
    unsigned moves_ = 0;
    unsigned windows_ = 0;
};

/// The clock ran ahead, or is set back by mistake: nonces were forgotten whose stamps are good
/// again.
void set_back(Times& times) {
    constexpr unsigned kRequests = 5;
    times.accept(kRequests);
    times.age(kWindow + 2 * kGrace);
    times.accept(1);
    times.replay();
    times.move(-kWindow - 2 * kGrace);
    times.replay();
    times.is_closed();
    times.age(3 * kGrace);
    times.accept(1);
    for (const auto back : {kHour, kDay}) {
        times.move(-back);
        times.is_closed();
        times.replay();
    }
    times.remove_memory();
    times.await_accepted(kAnew);
    times.age(kWindow + 2 * kGrace);
}

void prove(Run& run) {
    Times times{run};
    // So that no stamp is older than the table of nonces.
    times.age(2 * kHour);
    const bool limiter = run.has_bug("rate_wall_clock");
    const bool window = run.has_bug("window_one_sided");
    const bool reopened = run.has_bug("nonce_reopened");
    const bool green = !limiter && !window && !reopened;
    times.await_accepted(kGoesOn);
    if (green || window) {
        times.check_window();
        times.check_second_60();
    }
    if (green || reopened) set_back(times);
    if (green || limiter) {
        const auto pause = run.size(milliseconds{700}, milliseconds{5000});
        times.flood([&] {
            for (const auto by : {kHour, std::int64_t{-1}, kDay}) {
                std::this_thread::sleep_for(pause);
                times.move(by);
                times.check_window();
                times.replay();
            }
            std::this_thread::sleep_for(pause);
            times.move_to(kIn2040);
            times.check_window();
            times.replay();
            std::this_thread::sleep_for(pause);
        });
    }
    times.report();
}

const Registered kClock{
    {"clock",
     prove,
     {{"rate_wall_clock", kLimiter}, {"window_one_sided", kExact}, {"nonce_reopened", kNoReplay}}}};

} // namespace
} // namespace joingate::proofs
