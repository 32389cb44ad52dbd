#include "tests/proofs/support/lives.h"

#include "tests/proofs/support/self_check.h"

#include <functional>
#include <stdexcept>
#include <utility>

namespace joingate::proofs {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

// A call that failed may still be on its way; then it is not decided what a look would show.
constexpr milliseconds kSettles{300};
constexpr seconds kPatience{60};
constexpr int kReaders = 8;

} // namespace

/// One thread of the load.
class Lives::Caller {
public:
    Caller(Lives& lives, std::mt19937_64 random) : lives_{lives}, random_{random} {}

    void run() {
        while (!lives_.stop_) {
            Life life;
            if (!live(life)) continue;
            const std::lock_guard lock{lives_.mutex_};
            lives_.left_.push_back(std::move(life));
        }
    }

private:
    bool chance(unsigned percent) { return random_() % 100 < percent; }

    /// Sends a write; after a failure, `done` tells whether it happened. Done and NotDone are both
    /// in order then. `learn` takes what only the answer tells.
    Outcome write(const Party& party, std::string_view action, const Client::Pairs& fields,
                  const std::function<bool()>& done,
                  const std::function<void(const Answer&)>& learn = {}) {
        const auto answer = lives_.timed(party, action, fields);
        if (answer.succeeded()) {
            if (learn) learn(answer);
            return Outcome::Done;
        }
        if (!is_unavailable(answer)) {
            lives_.lost(std::string{action} + " answered " + answer.body);
            return Outcome::Broken;
        }
        std::this_thread::sleep_for(kSettles);
        return done() ? Outcome::Done : Outcome::NotDone;
    }

    /// Until it is done: a repeat of what was not done must succeed. False where it was broken, or
    /// the load ends.
    bool insist(const std::function<Outcome()>& step) {
        for (;;) {
            const auto outcome = step();
            if (outcome == Outcome::Done) return true;
            if (outcome == Outcome::Broken || lives_.stop_) return false;
        }
    }

    bool create(Life& life) {
        life.name = fresh_name();
        return insist([&] {
            return write(
                lives_.owner_, "CreateLocalJoinPermission", creation(life.name),
                [&] {
                    life.id = lives_
                                  .patiently(lives_.owner_, "ListOwnedJoinPermissions",
                                             {{"Offset", "0"},
                                              {"Limit", "10"},
                                              {"FuzzyJoinPermissionName", life.name}})
                                  .value("JoinPermissionId");
                    return !life.id.empty();
                },
                [&](const Answer& answer) { life.id = answer.value("Data"); });
        });
    }

    bool rename(Life& life) {
        const auto name = fresh_name();
        const bool done = insist([&] {
            return write(lives_.owner_, "UpdateOwnedLocalJoinPermission",
                         {{"JoinPermissionId", life.id}, {"JoinPermissionName", name}},
                         [&] { return lives_.look(life.id).name == name; });
        });
        if (done) life.name = name;
        return done;
    }

    bool offer(Life& life) {
        return insist([&] {
            return write(
                lives_.owner_, "SubmitJoinPermissionAuthOrder",
                {{"JoinPermissionId", life.id}, {"RenterAliyunId", lives_.site_.renter_name()}},
                [&] {
                    if (lives_.look(life.id).auth_state != "APPLYING") return false;
                    life.order =
                        lives_
                            .patiently(lives_.owner_, "GetLatestApplyingJoinPermissionAuthOrder",
                                       {{"JoinPermissionId", life.id}})
                            .value("OrderId");
                    return true;
                },
                [&](const Answer& answer) { life.order = answer.value("Data"); });
        });
    }

    bool answer(Life& life, const Party& party, const std::string& action,
                const std::string& becomes) {
        const bool done = insist([&] {
            return write(party, action, {{"OrderId", life.order}},
                         [&] { return lives_.order_state(life.order) == becomes; });
        });
        if (!done) return false;
        life.order_state = becomes;
        life.auth_state = becomes == "ACCEPTED" ? "ACCEPTED" : "NEW";
        return true;
    }

    bool give_back(Life& life) {
        const bool done = insist([&] {
            return write(lives_.renter_, "ReturnJoinPermission",
                         {{"JoinPermissionId", life.id}, {"JoinPermissionType", "LOCAL"}},
                         [&] { return lives_.look(life.id).auth_state == "NEW"; });
        });
        if (done) life.auth_state = "NEW";
        return done;
    }

    bool remove(Life& life) {
        const bool done = insist([&] {
            return write(lives_.owner_, "DeleteLocalJoinPermission",
                         {{"JoinPermissionId", life.id}},
                         [&] { return !lives_.look(life.id).exists; });
        });
        if (done) life.exists = false;
        return done;
    }

    /// False where it was cut off by the end or by a broken rule: nothing is known of it then.
    bool live(Life& life) {
        if (!create(life)) return false;
        life.exists = true;
        if (chance(30) && !rename(life)) return false;
        if (chance(80)) {
            if (!offer(life)) return false;
            const auto way = random_() % 3;
            if (way == 0 &&
                !answer(life, lives_.owner_, "CancelJoinPermissionAuthOrder", "CANCELED"))
                return false;
            if (way == 1 &&
                !answer(life, lives_.renter_, "RejectJoinPermissionAuthOrder", "REJECTED"))
                return false;
            if (way == 2 &&
                !answer(life, lives_.renter_, "AcceptJoinPermissionAuthOrder", "ACCEPTED"))
                return false;
        }
        if (life.auth_state == "ACCEPTED" && chance(60) && !give_back(life)) return false;
        return life.auth_state != "NEW" || !chance(50) || remove(life);
    }

    Lives& lives_;
    std::mt19937_64 random_;
};

Lives::Lives(const Site& site, Run& run, unsigned callers)
    : site_{site},
      run_{run},
      owner_{site, site.owner()},
      renter_{site, site.renter()},
      last_ack_{Clock::now()} {
    run_.must(kNothingLost, true);
    run_.must(kFaultsAre503, true);
    for (unsigned i = 0; i < callers; ++i)
        threads_.emplace_back([this, random = run.random(1000 + i)] {
            noted([&] { Caller{*this, random}.run(); });
        });
}

Lives::~Lives() {
    stop();
}

Answer Lives::measured(const Party& party, std::string_view action, const Client::Pairs& fields) {
    const auto start = Clock::now();
    auto answer = party.call(action, fields);
    const auto took = Clock::now() - start;
    for (auto known = slowest_.load();
         took > known && !slowest_.compare_exchange_weak(known, took);) {
    }
    return answer;
}

Answer Lives::timed(const Party& party, std::string_view action, const Client::Pairs& fields) {
    const auto start = Clock::now();
    auto answer = measured(party, action, fields);
    const auto end = Clock::now();
    ++calls_;
    if (answer.succeeded()) {
        const std::lock_guard lock{mutex_};
        ++acknowledged_;
        last_ack_ = end;
    } else if (answer.status == 503 || answer.status == 0) {
        run_.must(kFaultsAre503, is_unavailable(answer), answer.body);
        const std::lock_guard lock{mutex_};
        failures_.push_back({end, end - start, std::string{action}});
        // What brought no answer may have happened as well.
        answer.status = 503;
        if (!is_unavailable(answer)) answer.body = R"({"Code":"ServiceUnavailable"})";
    }
    if (pause_.load() != Clock::duration::zero()) std::this_thread::sleep_for(pause_.load());
    return answer;
}

Answer Lives::patiently(const Party& party, std::string_view action, const Client::Pairs& fields) {
    const auto end = Clock::now() + kPatience;
    for (;;) {
        auto answer = measured(party, action, fields);
        if (answer.status != 503 && answer.status != 0) return answer;
        if (Clock::now() > end) throw std::runtime_error{"the site does not come back"};
        std::this_thread::sleep_for(milliseconds{50});
    }
}

Lives::Seen Lives::look(const std::string& id) {
    const auto answer = patiently(owner_, "GetOwnedJoinPermission", {{"JoinPermissionId", id}});
    if (!answer.succeeded()) return {};
    return {true, answer.value("JoinPermissionName"), answer.value("AuthState")};
}

std::string Lives::order_state(const std::string& order) {
    return patiently(owner_, "GetJoinPermissionAuthOrder", {{"OrderId", order}})
        .value("OrderState");
}

void Lives::lost(const std::string& what) {
    run_.must(kNothingLost, false, what);
}

void Lives::await(std::uint64_t count) {
    const auto end = Clock::now() + kPatience;
    for (const auto goal = acknowledged_ + count; acknowledged_ < goal;) {
        if (Clock::now() > end) throw std::runtime_error{"the site acknowledges nothing any more"};
        std::this_thread::sleep_for(milliseconds{2});
    }
}

Clock::time_point Lives::last_ack() const {
    const std::lock_guard lock{mutex_};
    return last_ack_;
}

std::vector<Lives::Failure> Lives::failures() const {
    const std::lock_guard lock{mutex_};
    return failures_;
}

void Lives::stop() {
    stop_ = true;
    for (auto& thread : threads_)
        thread.join();
    threads_.clear();
}

void Lives::noted(const std::function<void()>& work) {
    try {
        work();
    } catch (const std::exception& e) {
        lost(e.what());
    }
}

void Lives::check(const Life& life) {
    const auto seen = look(life.id);
    if (seen.exists != life.exists)
        lost("permission " + life.id + (life.exists ? " is gone" : " is there again"));
    if (seen.exists && (seen.name != life.name || seen.auth_state != life.auth_state))
        lost("permission " + life.id + " is " + seen.name + ' ' + seen.auth_state + ", not " +
             life.name + ' ' + life.auth_state);
    if (!life.order_state.empty() && order_state(life.order) != life.order_state)
        lost("order " + life.order + " is not " + life.order_state);
}

void Lives::verify() {
    // A long load leaves more than one thread can look at in reasonable time.
    std::atomic<std::size_t> next{0};
    std::vector<std::thread> readers;
    for (int i = 0; i < kReaders; ++i)
        readers.emplace_back([&] {
            noted([&] {
                for (auto mine = next++; mine < left_.size(); mine = next++)
                    check(left_[mine]);
            });
        });
    for (auto& reader : readers)
        reader.join();
    self_check(site_, run_);
    run_.figure("calls", calls_);
    run_.figure("writes acknowledged", acknowledged_);
    run_.figure("failed calls", failures().size());
}

} // namespace joingate::proofs
