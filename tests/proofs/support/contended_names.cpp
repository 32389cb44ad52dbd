#include "tests/proofs/support/contended.h"
#include "tests/proofs/support/history.h"

#include <stdexcept>

namespace joingate::proofs {
namespace {

class Register : public Contended {
public:
    explicit Register(const Parties& parties) : parties_{parties}, first_{fresh_name()} {
        const auto answer = parties_.owner.call("CreateLocalJoinPermission", creation(first_));
        if (!answer.succeeded()) throw std::runtime_error{answer.body};
        permission_ = answer.value("Data");
    }

    void call(std::mt19937_64& random) override {
        const bool writes = random() % 2 == 0;
        Call call{writes, writes ? fresh_name() : "", Result::Unknown};
        Client::Pairs fields{{"JoinPermissionId", permission_}};
        if (writes) fields.emplace_back("JoinPermissionName", call.name);
        const auto start = Clock::now();
        const auto answer = parties_.owner.call(
            writes ? "UpdateOwnedLocalJoinPermission" : "GetOwnedJoinPermission", fields);
        call.result = result_of(answer);
        if (!writes) call.name = answer.value("JoinPermissionName");
        history_.note(call, start);
    }
    bool explained() const override { return is_linearizable<Model>(first_, history_.calls()); }
    std::string what() const override { return "the name of permission " + permission_; }

private:
    struct Call {
        bool writes;
        std::string name;
        Result result;
    };
    struct Model {
        using State = std::string;
        static std::optional<State> step(const State& state, const Call& call) {
            if (call.result == Result::Refused) return std::nullopt; // nothing is to be refused
            if (call.writes) return call.name;
            const bool fits = call.result == Result::Unknown || call.name == state;
            return fits ? std::optional{state} : std::nullopt;
        }
    };

    const Parties& parties_;
    const std::string first_;
    std::string permission_;
    History<Call> history_;
};

class WantedName : public Contended {
public:
    // With an end of its own: no name is part of another.
    explicit WantedName(const Parties& parties) : parties_{parties}, name_{fresh_name() + "_w"} {}

    void call(std::mt19937_64& random) override {
        const auto holder = known();
        const bool takes = holder.empty() || random() % 2 == 0;
        const auto start = Clock::now();
        const auto answer =
            takes
                ? parties_.owner.call("CreateLocalJoinPermission", creation(name_))
                : parties_.owner.call("DeleteLocalJoinPermission", {{"JoinPermissionId", holder}});
        const auto result = result_of(answer);
        const auto id = takes ? answer.value("Data") : holder;
        history_.note({takes, id, result}, start);
        if (takes && result == Result::Done) learn(id);
        // The holder may be one whose id was never told.
        if (takes && result == Result::Refused)
            learn(parties_.owner
                      .call("ListOwnedJoinPermissions",
                            {{"Offset", "0"}, {"Limit", "1"}, {"FuzzyJoinPermissionName", name_}})
                      .value("JoinPermissionId"));
    }
    bool explained() const override { return is_linearizable<Model>({}, history_.calls()); }
    std::string what() const override { return "the name " + name_; }

private:
    struct Call {
        bool takes;
        std::string id; ///< who takes or gives up the name
        Result result;
    };
    struct Model {
        /// The id of who has the name; empty where nobody has.
        using State = std::string;
        static constexpr const char* kSomebody = "somebody"; // the id was never told

        static std::optional<State> step(const State& state, const Call& call) {
            const bool is_free = state.empty();
            if (call.takes) {
                if (call.result == Result::Refused)
                    return is_free ? std::nullopt : std::optional{state};
                if (!is_free) return std::nullopt;
                return call.result == Result::Done ? call.id : State{kSomebody};
            }
            if (call.result == Result::Refused)
                return state == call.id ? std::nullopt : std::optional{state};
            return state == call.id || state == kSomebody ? std::optional<State>{State{}}
                                                          : std::nullopt;
        }
    };

    std::string known() {
        const std::lock_guard lock{mutex_};
        return known_;
    }
    void learn(const std::string& id) {
        const std::lock_guard lock{mutex_};
        if (!id.empty()) known_ = id;
    }

    const Parties& parties_;
    const std::string name_;
    History<Call> history_;
    std::mutex mutex_;
    std::string known_;
};

} // namespace

std::unique_ptr<Contended> contended_register(const Parties& parties) {
    return std::make_unique<Register>(parties);
}

std::unique_ptr<Contended> contended_name(const Parties& parties) {
    return std::make_unique<WantedName>(parties);
}

} // namespace joingate::proofs
