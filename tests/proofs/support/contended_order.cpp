#include "tests/proofs/support/contended.h"
#include "tests/proofs/support/history.h"

#include <array>
#include <stdexcept>
#include <tuple>

namespace joingate::proofs {
namespace {

enum class Verb { Offer, Accept, Reject, Cancel, Return, Read };

constexpr std::array kVerbs{Verb::Offer,  Verb::Offer,  Verb::Accept, Verb::Reject,
                            Verb::Cancel, Verb::Return, Verb::Read,   Verb::Read};

/// What is refused because of the state, in any of these actions.
bool is_refused_by_state(const Answer& answer) {
    const auto code = answer.code();
    return code == "JoinPermissionAlreadyAuthorized" || code == "IllegalOrderStateTransition" ||
           code == "NonExistent";
}

class Order : public Contended {
public:
    explicit Order(const Parties& parties) : parties_{parties} {
        const auto answer =
            parties_.owner.call("CreateLocalJoinPermission", creation(fresh_name()));
        if (!answer.succeeded()) throw std::runtime_error{answer.body};
        permission_ = answer.value("Data");
    }

    void call(std::mt19937_64& random) override {
        Call call;
        call.verb = kVerbs[random() % kVerbs.size()];
        call.order = known();
        if (is_answer(call.verb) && call.order.empty()) call.verb = Verb::Offer;
        const auto start = Clock::now();
        const auto answer = send(call);
        call.result = result_of(answer);
        if (call.verb == Verb::Offer) {
            call.order = answer.value("Data"); // nothing where the result is not known
            learn(call.order);
        }
        if (call.verb == Verb::Read) call.seen = answer.value("AuthState");
        if (call.result == Result::Refused && !is_refused_by_state(answer)) call.seen = answer.body;
        history_.note(call, start);
        // The open order may be one whose id was never told.
        if (call.verb == Verb::Offer && call.result == Result::Refused)
            learn(parties_.owner
                      .call("GetLatestApplyingJoinPermissionAuthOrder",
                            {{"JoinPermissionId", permission_}})
                      .value("OrderId"));
    }
    bool explained() const override { return is_linearizable<Model>({}, history_.calls()); }
    std::string what() const override { return "the orders of permission " + permission_; }

private:
    struct Call {
        Verb verb = Verb::Read;
        std::string order;
        std::string seen; ///< the state that was read, or a refusal that no state explains
        Result result = Result::Unknown;
    };
    struct Model {
        enum class Auth { New, Applying, Accepted };
        struct State {
            Auth auth = Auth::New;
            std::string order; ///< the last one; kUntold where its id was never told
            bool operator<(const State& other) const {
                return std::tie(auth, order) < std::tie(other.auth, other.order);
            }
        };
        static constexpr const char* kUntold = "untold";

        static std::optional<State> only_if(bool fits, State next) {
            return fits ? std::optional{std::move(next)} : std::nullopt;
        }
        static const char* name(Auth auth) {
            return auth == Auth::New ? "NEW" : auth == Auth::Applying ? "APPLYING" : "ACCEPTED";
        }

        static std::optional<State> step(const State& state, const Call& call) {
            if (call.verb == Verb::Read)
                return only_if(call.result == Result::Unknown || call.seen == name(state.auth),
                               state);
            if (!call.seen.empty()) return std::nullopt;
            const bool refused = call.result == Result::Refused;
            switch (call.verb) {
            case Verb::Offer:
                if (refused) return only_if(state.auth != Auth::New, state);
                return only_if(state.auth == Auth::New,
                               {Auth::Applying, call.order.empty() ? kUntold : call.order});
            case Verb::Return:
                if (refused) return only_if(state.auth != Auth::Accepted, state);
                return only_if(state.auth == Auth::Accepted, {Auth::New, state.order});
            default: break;
            }
            const bool told = state.order != kUntold;
            const bool open = state.auth == Auth::Applying;
            if (refused) return only_if(!open || !told || state.order != call.order, state);
            return only_if(open && (!told || state.order == call.order),
                           {call.verb == Verb::Accept ? Auth::Accepted : Auth::New, call.order});
        }
    };

    static bool is_answer(Verb verb) {
        return verb == Verb::Accept || verb == Verb::Reject || verb == Verb::Cancel;
    }

    Answer send(const Call& call) const {
        const Client::Pairs order{{"OrderId", call.order}};
        const auto& [owner, renter, renter_name] = parties_;
        switch (call.verb) {
        case Verb::Offer:
            return owner.call("SubmitJoinPermissionAuthOrder",
                              {{"JoinPermissionId", permission_}, {"RenterAliyunId", renter_name}});
        case Verb::Accept: return renter.call("AcceptJoinPermissionAuthOrder", order);
        case Verb::Reject: return renter.call("RejectJoinPermissionAuthOrder", order);
        case Verb::Cancel: return owner.call("CancelJoinPermissionAuthOrder", order);
        case Verb::Return:
            return renter.call("ReturnJoinPermission", {{"JoinPermissionId", permission_},
                                                        {"JoinPermissionType", "LOCAL"}});
        case Verb::Read: break;
        }
        return owner.call("GetOwnedJoinPermission", {{"JoinPermissionId", permission_}});
    }

    std::string known() {
        const std::lock_guard lock{mutex_};
        return known_;
    }
    void learn(const std::string& order) {
        const std::lock_guard lock{mutex_};
        if (!order.empty()) known_ = order;
    }

    const Parties& parties_;
    std::string permission_;
    History<Call> history_;
    std::mutex mutex_;
    std::string known_;
};

} // namespace

std::unique_ptr<Contended> contended_order(const Parties& parties) {
    return std::make_unique<Order>(parties);
}

} // namespace joingate::proofs
