// Accept, reject, cancel, a second accept and return, all at once on one order, again and again.
#include "tests/proofs/support/busy_site.h"
#include "tests/proofs/support/proof.h"

#include <algorithm>
#include <array>
#include <functional>
#include <map>
#include <mutex>
#include <stdexcept>
#include <thread>

#include <pthread.h>

namespace joingate::proofs {
namespace {

constexpr std::size_t kBatch = 100;
constexpr unsigned kHands = 8; ///< threads that prepare and look

const std::string kOneWinner = "exactly one answer to each order wins";
const std::string kReturnsOnce = "only an accepted permission is returned, and once";
const std::string kLosersKnow = "every loser is told that the state does not allow it";
const std::string kAgree = "order, permission, rented permission and notifications agree";

struct Race {
    std::string permission;
    std::string order;
    std::vector<std::string> winners; ///< actions that were told success
    std::vector<std::string> odd;     ///< answers that no race explains
};

constexpr std::array<const char*, 5> kRoles{
    "AcceptJoinPermissionAuthOrder", "RejectJoinPermissionAuthOrder",
    "CancelJoinPermissionAuthOrder", "AcceptJoinPermissionAuthOrder", "ReturnJoinPermission"};
constexpr std::size_t kCancel = 2;
constexpr std::size_t kReturn = 4;

/// What a won order is then, and what its other party is told.
const std::map<std::string, std::string> kStates{{"AcceptJoinPermissionAuthOrder", "ACCEPTED"},
                                                 {"RejectJoinPermissionAuthOrder", "REJECTED"},
                                                 {"CancelJoinPermissionAuthOrder", "CANCELED"}};

class Races {
public:
    Races(const Site& site, Run& run)
        : run_{run},
          owner_{site, site.owner()},
          renter_{site, site.renter()},
          renter_name_{site.renter_name()} {}

    void hold(std::size_t count, unsigned callers) {
        for (std::size_t done = 0; done < count; done += kBatch) {
            std::vector<Race> races(std::min(kBatch, count - done));
            by_hands(races, [this](Race& race) { prepare(race); });
            race_all(races, callers, done);
            by_hands(races, [this](Race& race) { look(race); });
        }
    }

private:
    static void by_hands(std::vector<Race>& races, const std::function<void(Race&)>& work) {
        std::vector<std::thread> threads;
        for (std::size_t hand = 0; hand < kHands; ++hand)
            threads.emplace_back([&, hand] {
                for (auto i = hand; i < races.size(); i += kHands)
                    work(races[i]);
            });
        for (auto& thread : threads)
            thread.join();
    }

    void prepare(Race& race) const {
        race.permission =
            owner_.call("CreateLocalJoinPermission", creation(fresh_name())).value("Data");
        race.order =
            owner_
                .call("SubmitJoinPermissionAuthOrder",
                      {{"JoinPermissionId", race.permission}, {"RenterAliyunId", renter_name_}})
                .value("Data");
    }

    void race_all(std::vector<Race>& races, unsigned callers, std::size_t turn) const {
        pthread_barrier_t start;
        ::pthread_barrier_init(&start, nullptr, callers);
        std::mutex mutex;
        std::vector<std::thread> threads;
        for (unsigned caller = 0; caller < callers; ++caller)
            threads.emplace_back([&, caller] {
                for (std::size_t i = 0; i < races.size(); ++i) {
                    // Each caller has another part each time, so that nobody is always the first.
                    const auto role = (caller + turn + i) % kRoles.size();
                    const auto request = sign(races[i], role);
                    ::pthread_barrier_wait(&start);
                    const auto answer = party(role).send(request);
                    const std::lock_guard lock{mutex};
                    note(races[i], role, answer);
                }
            });
        for (auto& thread : threads)
            thread.join();
        ::pthread_barrier_destroy(&start);
    }

    const Party& party(std::size_t role) const { return role == kCancel ? owner_ : renter_; }

    Client::Request sign(const Race& race, std::size_t role) const {
        const auto fields = role == kReturn ? Client::Pairs{{"JoinPermissionId", race.permission},
                                                            {"JoinPermissionType", "LOCAL"}}
                                            : Client::Pairs{{"OrderId", race.order}};
        return party(role).client.sign(kRoles.at(role), fields, Client::fresh_stamp());
    }

    static void note(Race& race, std::size_t role, const Answer& answer) {
        const auto* const refusal = role == kReturn ? "NonExistent" : "IllegalOrderStateTransition";
        if (answer.succeeded())
            race.winners.emplace_back(kRoles.at(role));
        else if (answer.code() != refusal)
            race.odd.push_back(std::string{kRoles.at(role)} + ": " + answer.body);
    }

    void look(const Race& race) const {
        const auto returns = std::count(race.winners.begin(), race.winners.end(), kRoles[kReturn]);
        const auto answers = race.winners.size() - static_cast<std::size_t>(returns);
        run_.must(kOneWinner, answers == 1,
                  "order " + race.order + " was won " + std::to_string(answers) + " times");
        run_.must(kLosersKnow, race.odd.empty(), race.odd.empty() ? "" : race.odd.front());
        if (answers != 1) return;
        const auto winner =
            *std::find_if(race.winners.begin(), race.winners.end(),
                          [](const std::string& action) { return action != kRoles[kReturn]; });
        const bool accepted = kStates.at(winner) == "ACCEPTED";
        run_.must(kReturnsOnce, returns == 0 || (returns == 1 && accepted),
                  "permission " + race.permission + " was returned " + std::to_string(returns) +
                      " times after " + winner);
        agree(race, kStates.at(winner), accepted && returns == 0);
    }

    void agree(const Race& race, const std::string& state, bool rented) const {
        const auto order = renter_.call("GetJoinPermissionAuthOrder", {{"OrderId", race.order}});
        const Client::Pairs id{{"JoinPermissionId", race.permission}};
        const auto owned = owner_.call("GetOwnedJoinPermission", id);
        const auto lease = renter_.call("GetRentedJoinPermission", id);
        const auto found = order.value("OrderState") + ' ' + owned.value("AuthState") + ' ' +
                           (lease.succeeded() ? "rented" : "not rented");
        const auto expected = state + (rented ? " ACCEPTED rented" : " NEW not rented");
        run_.must(kAgree, found == expected,
                  "order " + race.order + " is " + found + ", not " + expected);
    }

    Run& run_;
    const Party owner_;
    const Party renter_;
    const std::string renter_name_;
};

/// Orders whose notifications are not: one to the renter, that it applies, and one to the other
/// party of who answered.
std::string unannounced(const Site& site) {
    return e2e::run_program(
        "mariadb",
        {"--no-defaults", "--skip-column-names", "--socket=" + site.folder() + "/mysql.sock", "-e",
         "SELECT COUNT(*) FROM (SELECT o.order_id"
         "  FROM joingateexchange.auth_order AS o"
         "  LEFT JOIN joingateexchange.notification AS n ON n.order_id = o.order_id"
         " GROUP BY o.order_id"
         " HAVING SUM(n.category = 'JOIN_PERMISSION_AUTH_APPLYING'"
         "            AND n.receiver_account = o.renter_account) <> 1"
         "     OR SUM(n.category = CONCAT('JOIN_PERMISSION_AUTH_', o.order_state)"
         "            AND n.receiver_account = IF(o.order_state = 'CANCELED',"
         "                o.renter_account, o.owner_account)) <> 1"
         "     OR COUNT(n.notification_id) <> 2) AS odd"});
}

void prove(Run& run) {
    const Site site{run.folder() + "/site", busy_site(run)};
    Races races{site, run};
    const auto count = run.size<std::size_t>(100, 10000);
    races.hold(count / 2, 4);
    races.hold(count - count / 2, 16);
    const auto odd = unannounced(site);
    run.must(kAgree, odd == "0\n", odd + " orders without their two notifications");
    run.figure("orders", count);
}

const Registered kProof{
    {"order-races", prove, {{"loser_told_success", kOneWinner}, {"nobody_notified", kAgree}}}};

} // namespace
} // namespace joingate::proofs
