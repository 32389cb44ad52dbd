// Every call that a request makes of the database fails once, in each way there is.
#include "sql/placeholders.h"
#include "sql/statements.h"
#include "tests/proofs/support/proof.h"
#include "tests/proofs/support/scenarios.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <iterator>
#include <map>
#include <new>
#include <optional>
#include <set>
#include <sstream>
#include <thread>

namespace joingate::proofs {
namespace {

using Kind = DriverCall::Kind;
using Clock = std::chrono::steady_clock;

const std::string kReached = "a fault reaches every call of the database that a request makes";
const std::string kNamed = "every statement of requests is among them";
const std::string kAllowed = "the answer is that of a call without a fault, or 503 "
                             "ServiceUnavailable";
const std::string kRetried = "a conflict or a lost connection is not seen by the caller";
const std::string kInTime = "the answer comes before a client gives up (3 s)";
const std::string kExact = "after a success the effect is there once; after a refusal, not at all "
                           "(or told as unknown)";
const std::string kAgrees = "orders, leases, notifications and quotas agree";
const std::string kClean = "the next request finds a clean connection";

const std::string kUnavailable = "ServiceUnavailable";
const std::string kEnds = "std::bad_alloc"; // the worker ends, and nginx answers 503

constexpr std::array kRetriedNumbers{1205U, 1213U, 1020U, 2006U, 2013U, 1927U, 1040U, 1290U};
constexpr std::array kOtherNumbers{1114U, 1969U, Fault::kBadAlloc};

/// What a red run is about: only calls whose text begins so, of one request, until the rule is seen
/// broken.
struct Planted {
    Bug bug;
    std::string text;
};
const std::vector<Planted> kPlanted{{{"role_noted_early", kAllowed}, "SET ROLE"},
                                    {{"lock_wait_taken_for_rollback", kExact}, ""},
                                    {{"commit_error_ignored", kExact}, "COMMIT"},
                                    {{"lost_connection_kept", kRetried}, ""}};
constexpr std::string_view kRequestOfRedRuns{"AcceptJoinPermissionAuthOrder"};

struct Answer {
    std::string code;
    std::vector<DriverCall> calls;
    std::size_t fired = 0;
    Clock::duration took{};
    std::string before; ///< the world, where the scenario has changed it
    std::string dirt;   ///< what the next request found, "" for nothing
};

/// One that calls(), with the faults, and then what another account finds in the same thread, whose
/// connections are new: so every call comes that can come.
Answer answer_to(const Staged& staged, const std::vector<Fault>& faults) {
    Answer answer;
    std::thread{[&] {
        if (staged.before) {
            staged.before();
            answer.before = state_of_world();
        }
        Failpoints points{faults};
        const auto start = Clock::now();
        try {
            answer.code = staged.call();
        } catch (const std::bad_alloc&) {
            answer.code = kEnds;
        } catch (const std::exception& e) {
            answer.code = e.what();
        }
        answer.took = Clock::now() - start;
        answer.calls = points.calls();
        answer.fired = points.fired();
        points.rest();
        for (const auto& connection : points.open_connections())
            if (connection.answers && connection.in_transaction)
                answer.dirt = "a transaction is open";
        test::TwoTenants::forget(*staged.next);
        const auto next = staged.next->outcome("CountOwnedJoinPermissions", {}).code;
        if (!next.empty()) answer.dirt = "the next request is answered " + next;
        for (const auto& connection : points.open_connections()) {
            if (!connection.answers) answer.dirt = "a dead connection was kept";
            if (connection.in_transaction) answer.dirt = "a transaction is open";
            // The roles that no tenant owns, of the catalog and the exchange, have no number.
            if (connection.role != staged.next->schema() &&
                connection.role.find_first_of("0123456789") != std::string::npos)
                answer.dirt = "a connection has the role " + connection.role;
        }
    }}.join();
    return answer;
}

/// What a scenario does without further faults.
struct Recording {
    const Scenario* scenario;
    std::vector<Fault> faults; ///< its own
    std::string code;
    std::vector<DriverCall> calls;
    std::string after;
    std::size_t first() const { return faults.empty() ? 0 : faults.back().call + 1; }
};

/// A call of a recording, and how it is to fail.
struct Injection {
    const Recording* recording;
    Fault fault;
};

std::string statement_name(const DriverCall& call) {
    static const auto names = [] {
        std::map<std::string, std::string> all;
        for (const auto* const one : statement::kAll)
            all[db::parse_placeholders(one->text).text] = one->name;
        return all;
    }();
    constexpr std::string_view kReturning{" RETURNING _rowid"};
    auto text = call.text;
    if (const auto at = text.rfind(kReturning); at != std::string::npos) text.resize(at);
    if (const auto found = names.find(text); found != names.end()) return found->second;
    for (const auto* const list : statement::kAllLists)
        if (text.find(db::parse_placeholders(list->text).text) != std::string::npos)
            return std::string{list->name};
    return {};
}

std::string shown(const Injection& injection) {
    const auto& [recording, fault] = injection;
    const auto& call = recording->calls.at(fault.call);
    auto name = statement_name(call);
    if (name.empty()) name = call.text;
    constexpr std::array kKinds{"connecting", "", "preparing ", "", "the rows of "};
    return recording->scenario->name + ": " +
           (fault.number == Fault::kBadAlloc ? kEnds : std::to_string(fault.number)) +
           (fault.is_after ? " after " : " before ") + kKinds[static_cast<std::size_t>(call.kind)] +
           name;
}

/// The rows of the one and not of the other.
std::string difference(const std::string& found, const std::string& expected) {
    const auto rows_of = [](const std::string& text) {
        std::istringstream stream{text};
        std::multiset<std::string> rows;
        for (std::string row; std::getline(stream, row);)
            rows.insert(row);
        return rows;
    };
    const auto ours = rows_of(found);
    const auto theirs = rows_of(expected);
    std::vector<std::string> rows;
    std::set_symmetric_difference(ours.begin(), ours.end(), theirs.begin(), theirs.end(),
                                  std::back_inserter(rows));
    std::string all;
    for (const auto& row : rows)
        all += ' ' + row;
    return all;
}

class Sweep {
public:
    explicit Sweep(Run& run) : run_{run}, random_{run.random()} {
        for (const auto* const rule :
             {&kReached, &kNamed, &kAllowed, &kRetried, &kInTime, &kExact, &kAgrees, &kClean})
            run_.must(*rule, true);
        for (const auto& planted : kPlanted)
            if (run.has_bug(planted.bug.name)) planted_ = &planted;
    }

    void record() {
        for (const auto& scenario : scenarios_) {
            if (planted_ != nullptr && scenario.name != kRequestOfRedRuns) continue;
            const auto staged = restage(scenario);
            std::vector<Fault> faults;
            if (scenario.faults) {
                faults = scenario.faults(answer_to(staged, {}).calls);
                restage(scenario);
            }
            auto answer = answer_to(staged_, faults);
            calls_ += answer.calls.size();
            recordings_.push_back({&scenario, std::move(faults), std::move(answer.code),
                                   std::move(answer.calls), state_of_world()});
        }
        on_stage_ = nullptr;
    }

    /// The statements of requests: those of the operator's tool have families of their own.
    void check_names() {
        if (planted_ != nullptr) return;
        std::set<std::string> seen;
        for (const auto& recording : recordings_)
            for (const auto& call : recording.calls)
                seen.insert(statement_name(call));
        std::string missing;
        const auto check = [&](std::string_view name) {
            for (const std::string_view family : {"catalog_", "check_", "registry_", "migration_",
                                                  "tenant_", "setup_", "server_state"})
                if (name.substr(0, family.size()) == family && name != "catalog_version") return;
            if (seen.count(std::string{name}) == 0) missing.append(" ").append(name);
        };
        for (const auto* const one : statement::kAll)
            check(one->name);
        for (const auto* const list : statement::kAllLists)
            check(list->name);
        run_.must(kNamed, missing.empty(), missing + " are not");
        run_.figure("statements", seen.size());
    }

    /// Every call that comes after calls after which it was not seen yet, in each way there is. Up
    /// to a call that differs, two requests are the same to the code that speaks to the database.
    std::vector<Injection> everything() {
        std::vector<Injection> all;
        std::set<std::string> paths;
        for (const auto& recording : recordings_) {
            std::string path;
            for (std::size_t i = 0; i < recording.calls.size(); ++i) {
                const auto& call = recording.calls[i];
                path += static_cast<char>('0' + static_cast<int>(call.kind)) + call.text + '\n';
                if (i < recording.first() || !paths.insert(path).second) continue;
                for (const auto number : numbers())
                    for (const bool is_after : {false, true})
                        if (is_after || call.kind != Kind::Rows)
                            all.push_back({&recording, {i, number, is_after}});
            }
        }
        run_.figure("different calls of the database", paths.size());
        return all;
    }

    /// Every statement and every other text once, anywhere, anyhow; in a red run all that it is
    /// about.
    std::vector<Injection> sample() {
        auto all = everything();
        std::shuffle(all.begin(), all.end(), random_);
        if (planted_ != nullptr) {
            const auto is_other = [&](const Injection& one) {
                return one.recording->calls[one.fault.call].text.rfind(planted_->text, 0) != 0;
            };
            all.erase(std::remove_if(all.begin(), all.end(), is_other), all.end());
            return all;
        }
        std::set<std::string> seen;
        std::vector<Injection> chosen;
        for (const auto& one : all) {
            const auto& call = one.recording->calls[one.fault.call];
            const auto name = statement_name(call);
            if (seen.insert(name.empty() ? call.text : name).second) chosen.push_back(one);
        }
        std::sort(chosen.begin(), chosen.end(),
                  [](const Injection& a, const Injection& b) { return a.recording < b.recording; });
        return chosen;
    }

    void inject(const std::vector<Injection>& injections) {
        for (const auto& injection : injections) {
            judge(injection);
            if (is_red()) return;
        }
        run_.figure("requests", recordings_.size());
        run_.figure("calls of the database", calls_);
        run_.figure("faults", injections.size());
        run_.figure("slowest answer", slowest_);
    }

private:
    static std::vector<unsigned> numbers() {
        std::vector<unsigned> all{kRetriedNumbers.begin(), kRetriedNumbers.end()};
        all.insert(all.end(), kOtherNumbers.begin(), kOtherNumbers.end());
        return all;
    }

    bool is_red() const {
        const auto rules = run_.rules();
        return planted_ != nullptr &&
               std::any_of(rules.begin(), rules.end(), [&](const Run::Rule& rule) {
                   return !rule.held && rule.text == planted_->bug.breaks;
               });
    }

    const Staged& restage(const Scenario& scenario) {
        world_.emplace();
        staged_ = scenario.stage(*world_);
        on_stage_ = &scenario;
        before_ = state_of_world();
        return staged_;
    }

    void judge(const Injection& injection) {
        const auto& recording = *injection.recording;
        const auto& fault = injection.fault;
        if (on_stage_ != recording.scenario) restage(*recording.scenario);
        auto faults = recording.faults;
        faults.push_back(fault);
        const auto answer = answer_to(staged_, faults);
        if (!answer.before.empty()) before_ = answer.before;
        const auto now = state_of_world();
        const auto what = shown(injection) + ": ";

        run_.must(kReached,
                  answer.fired == faults.size() &&
                      answer.calls.at(fault.call) == recording.calls.at(fault.call),
                  what + "not reached");
        const bool is_success = answer.code == recording.code;
        const bool is_refusal =
            answer.code == (fault.number == Fault::kBadAlloc ? kEnds : kUnavailable);
        run_.must(kAllowed, is_success || is_refusal, what + answer.code);
        if (std::find(kRetriedNumbers.begin(), kRetriedNumbers.end(), fault.number) !=
            kRetriedNumbers.end())
            run_.must(kRetried, is_success, what + answer.code);
        run_.must(kInTime, answer.took < std::chrono::seconds{3}, what + "too late");
        slowest_ = std::max(slowest_, answer.took);

        const bool may_be_done =
            is_success || std::any_of(faults.begin(), faults.end(), [&](const Fault& one) {
                return recording.calls.at(one.call).text == "COMMIT";
            });
        const bool may_be_undone = !is_success || recording.after == before_;
        run_.must(kExact,
                  (may_be_done && now == recording.after) || (may_be_undone && now == before_),
                  what + (is_success ? "success" : answer.code) + ", and yet" +
                      difference(now, is_success ? recording.after : before_));
        const auto disagreement = contradictions();
        run_.must(kAgrees, disagreement.empty(), what + disagreement);
        run_.must(kClean, answer.dirt.empty(), what + answer.dirt);
        // Where nothing changed, the same stage serves again.
        if (now != before_ || staged_.before) on_stage_ = nullptr;
    }

    Run& run_;
    const Planted* planted_ = nullptr;
    std::mt19937_64 random_;
    const std::vector<Scenario> scenarios_ = all_scenarios();
    std::vector<Recording> recordings_;
    std::optional<test::TwoTenants> world_;
    const Scenario* on_stage_ = nullptr;
    Staged staged_;
    std::string before_;
    Clock::duration slowest_{};
    std::uint64_t calls_ = 0;
};

void prove(Run& run) {
    Sweep sweep{run};
    sweep.record();
    sweep.check_names();
    sweep.inject(run.full() ? sweep.everything() : sweep.sample());
}

std::vector<Bug> bugs() {
    std::vector<Bug> all;
    std::transform(kPlanted.begin(), kPlanted.end(), std::back_inserter(all),
                   [](const Planted& planted) { return planted.bug; });
    return all;
}

const Registered kFailpoints{{"failpoints", prove, bugs()}};

} // namespace
} // namespace joingate::proofs
