// A signed request is accepted once: of eight copies that come together, after restarts and kills,
// and where the table of nonces is full or lost.
#include "tests/proofs/support/party.h"
#include "tests/proofs/support/proof.h"
#include "tests/proofs/support/volley.h"

#include <Poco/AutoPtr.h>
#include <Poco/Util/PropertyFileConfiguration.h>

#include <algorithm>
#include <atomic>
#include <csignal>
#include <filesystem>
#include <thread>

namespace joingate::proofs {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

constexpr unsigned kCopies = 8;
constexpr unsigned kWorkers = 4;
constexpr unsigned kSenders = 4;
/// One bucket of the table: full after as many.
constexpr unsigned kSmallTable = 128;

const std::string kOnce = "of copies sent at once exactly one is accepted";
const std::string kMostOnce = "while the shared memory is lost, of copies at most one is accepted";
const std::string kNever = "what was accepted is never accepted again";
const std::string kFull = "a full table refuses with 503 what it cannot remember";
const std::string kBack = "workers notice the loss of the shared memory and make it anew";

struct Shot {
    Client::Request request;
    unsigned accepted = 0;
};

class Range {
public:
    Range(Run& run, const std::vector<std::string>& options)
        : run_{run}, site_{run.folder() + "/site", options}, owner_{site_, site_.owner()} {}

    Site& site() { return site_; }

    /// Requests of all kinds, each in copies, from several threads; remembers them.
    void shoot(unsigned count, const std::string& rule) {
        std::vector<Shot> shots(count);
        std::atomic<unsigned> next{0};
        std::vector<std::thread> senders;
        for (unsigned sender = 0; sender < kSenders; ++sender)
            senders.emplace_back([&] {
                for (auto i = next++; i < count; i = next++)
                    shots[i] = fire(i, rule);
            });
        for (auto& sender : senders)
            sender.join();
        for (auto& shot : shots)
            if (shot.accepted != 0) accepted_.push_back(std::move(shot.request));
        sent_ += count;
    }

    /// None of what was accepted so far is accepted again.
    void replay(const std::string& when) {
        std::atomic<std::size_t> next{0};
        std::vector<std::thread> senders;
        for (unsigned sender = 0; sender < kSenders; ++sender)
            senders.emplace_back([&] {
                for (auto i = next++; i < accepted_.size(); i = next++) {
                    const auto answer = owner_.send(accepted_[i]);
                    run_.must(kNever,
                              answer.code() == "SignatureNonceUsed" || is_unavailable(answer),
                              when + ": " + answer.body);
                }
            });
        for (auto& sender : senders)
            sender.join();
        replayed_ += accepted_.size();
    }

    void signal_workers(int signal) {
        const auto before = site_.pids("workers");
        for (const auto pid : before)
            ::kill(pid, signal);
        await_service();
    }

    /// How long until a fresh request is accepted.
    Clock::duration await_service() {
        const auto start = Clock::now();
        constexpr seconds kPatience{15};
        while (Clock::now() - start < kPatience) {
            const auto request = read(Client::fresh_stamp());
            if (owner_.send(request).succeeded()) {
                accepted_.push_back(request);
                return Clock::now() - start;
            }
            std::this_thread::sleep_for(milliseconds{20});
        }
        throw std::runtime_error{"the service did not come back"};
    }

    /// The file that all workers map goes away under them.
    void lose_memory(unsigned count) {
        const Poco::AutoPtr<Poco::Util::PropertyFileConfiguration> settings{
            new Poco::Util::PropertyFileConfiguration{site_.configuration()}};
        const auto before = site_.pids("workers");
        std::thread load{[&] { shoot(count, kMostOnce); }};
        std::filesystem::remove(settings->getString("gate.memory"));
        load.join();
        replay("at the loss of the shared memory");
        run_.figure("calls are accepted again after the loss of the shared memory",
                    await_service());
        replay("after the loss of the shared memory");
        run_.must(kBack, are_gone(before), "a worker of before still runs");
    }

    void fill_table() {
        site_.stop("workers");
        const Poco::AutoPtr<Poco::Util::PropertyFileConfiguration> settings{
            new Poco::Util::PropertyFileConfiguration{site_.configuration()}};
        std::filesystem::remove(settings->getString("gate.memory"));
        accepted_.clear();
        site_.start("workers", {"--set", "gate.nonceCapacity=" + std::to_string(kSmallTable)});
        await_service();
        constexpr unsigned kTooMany = 30;
        unsigned refused = 0;
        for (unsigned i = 0; i < kSmallTable + kTooMany; ++i) {
            const auto request = read(Client::fresh_stamp());
            const auto answer = owner_.send(request);
            if (answer.succeeded())
                accepted_.push_back(request);
            else
                refused += is_unavailable(answer) ? 1 : 0;
        }
        run_.must(kFull, accepted_.size() == kSmallTable && refused == kTooMany + 1,
                  std::to_string(accepted_.size()) + " accepted, " + std::to_string(refused) +
                      " refused");
        replay("of a full table");
    }

    void report() const {
        run_.figure("signed requests, each sent 8 times at once", sent_);
        run_.figure("sent again later", replayed_);
        run_.figure("copies that were answered 503", std::uint64_t{unavailable_});
    }

private:
    /// Waits for it.
    bool are_gone(const std::vector<pid_t>& workers) const {
        constexpr seconds kPatience{5};
        for (const auto start = Clock::now(); Clock::now() - start < kPatience;) {
            const auto now = site_.pids("workers");
            if (std::none_of(now.begin(), now.end(), [&](pid_t pid) {
                    return std::find(workers.begin(), workers.end(), pid) != workers.end();
                }))
                return true;
        }
        return false;
    }

    Client::Request read(const Client::Stamp& stamp) const {
        return owner_.client.sign("CountOwnedJoinPermissions", {}, stamp);
    }

    /// Reads, which only the table protects, and writes; signed in each way.
    Client::Request request(unsigned number) const {
        constexpr unsigned kKinds = 5;
        auto client = owner_.client;
        const auto stamp = Client::fresh_stamp();
        client.method = number % 2 == 0 ? "GET" : "POST";
        client.signature = number % 3 == 0   ? Client::Signature::V3
                           : number % 3 == 1 ? Client::Signature::V1Sha1
                                             : Client::Signature::V1Sha256;
        if (number % kKinds == 0)
            return client.sign("CreateLocalJoinPermission", creation(fresh_name()), stamp);
        return client.sign("CountOwnedJoinPermissions", {}, stamp);
    }

    Shot fire(unsigned number, const std::string& rule) {
        Shot shot{request(number)};
        const auto answers = volley(shot.request.bytes(), kCopies, site_.port());
        std::string others;
        for (const auto& answer : answers) {
            if (answer.succeeded())
                ++shot.accepted;
            else if (is_unavailable(answer))
                ++unavailable_;
            else if (answer.code() != "SignatureNonceUsed")
                others += answer.body;
        }
        const bool right = rule == kOnce ? shot.accepted == 1 : shot.accepted <= 1;
        run_.must(rule, right && others.empty(),
                  std::to_string(shot.accepted) + " of " + shot.request.target + ' ' + others);
        return shot;
    }

    Run& run_;
    Site site_;
    const Party owner_;
    std::vector<Client::Request> accepted_;
    std::uint64_t sent_ = 0;
    std::uint64_t replayed_ = 0;
    std::atomic<std::uint64_t> unavailable_{0};
};

void prove(Run& run) {
    Range range{run,
                {"--workers", std::to_string(kWorkers), "--threads", "4", "--worker", run.worker(),
                 "--set", "rate.callsPerSecond=60000", "--set",
                 "quota.LOCAL_JOIN_PERMISSION=1000000"}};
    // A red run is one part: that which the bug is in.
    const bool late = run.has_bug("nonce_insert_late");
    const bool full = run.has_bug("nonce_full_passes");
    const bool young = run.has_bug("nonce_young_table");
    const bool green = !late && !full && !young;
    range.await_service();
    if (!full) range.shoot(run.size(120U, 10000U), kOnce);
    if (green) {
        range.replay("later");
        range.signal_workers(SIGTERM);
        range.replay("after SIGTERM");
        range.signal_workers(SIGKILL);
        range.replay("after kill -9");
    }
    if (green || young) range.lose_memory(run.size(80U, 1000U));
    if (green || full) range.fill_table();
    range.report();
}

const Registered kNonceOnce{
    {"nonce-once",
     prove,
     {{"nonce_insert_late", kOnce}, {"nonce_full_passes", kFull}, {"nonce_young_table", kNever}}}};

} // namespace
} // namespace joingate::proofs
