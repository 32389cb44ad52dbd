// Every action, called by everybody who must not.
#include "handlers/action.h"
#include "tests/proofs/support/proof.h"
#include "tests/support/contract.h"
#include "tests/support/recipes.h"

#include <Poco/JSON/Array.h>

#include <algorithm>
#include <functional>
#include <map>
#include <optional>
#include <set>

namespace joingate::proofs {
namespace {

using test::GoodCall;
using test::Tenant;
using test::TwoTenants;

const std::string kPasses = "the right caller of every action passes, and so does a RAM user whose "
                            "policy names the resources";
const std::string kRefused = "every wrong caller is refused with the code of the action's table";
const std::string kUntouched = "a refused call changes no row";
const std::string kHidden = "lists and counts show nothing of others";
const std::string kAlike = "an id of others and one that there is not are answered alike, save "
                           "where the action's table tells them apart";

constexpr std::string_view kRed{"AuthOrder"}; // where the planted bugs are

bool tells(const Action& action, const std::string& code) {
    const std::string name{action.name()};
    const auto codes = test::published_action(name)->getArray("errors");
    return std::any_of(codes->begin(), codes->end(), [&](const auto& one) {
        return one.template convert<std::string>() == code;
    });
}

/// How the action's table speaks of a resource that is not the caller's (domain Q-3).
std::string code_for_strangers(const Action& action) {
    for (const auto* code :
         {"JoinPermissionDoesNotExist", "NodeGroupDoesNotExist", "NotResourceOwner"})
        if (tells(action, code)) return code;
    return "NonExistent";
}

std::string allow(const std::string& action, const std::string& resources) {
    return R"({"Version":"1","Statement":[{"Effect":"Allow","Action":")" + action +
           R"(","Resource":[)" + resources + "]}]}";
}

std::string allowed_but_denied(const std::string& action) {
    return R"({"Version":"1","Statement":[{"Effect":"Allow","Action":"*","Resource":"*"},)"
           R"({"Effect":"Deny","Action":"linkwan:)" +
           action + R"(","Resource":"*"}]})";
}

/// Each resource of the good call, or of a call for another id.
std::string only_for(const Action& action, const Tenant::Pairs& params, bool is_other_id) {
    std::string resources;
    for (const auto& resource : action.resources()) {
        std::string id{resource.id};
        for (const auto& [name, value] : params)
            if (name.substr(0, name.find('.')) == resource.id) id = value;
        if (is_other_id) id = "999999999";
        resources += (resources.empty() ? "\"" : ",\"") + std::string{"acs:linkwan:*:*:"} +
                     std::string{resource.type} + '/' + id + '"';
    }
    return allow("linkwan:" + std::string{action.name()}, resources);
}

/// The call with ids that there are not.
Tenant::Pairs with_unknown_ids(const Action& action, Tenant::Pairs params) {
    for (auto& [name, value] : params) {
        const auto* field = action.field(name.substr(0, name.find('.')));
        if (field == nullptr) continue;
        const auto is_resource = std::any_of(
            action.resources().begin(), action.resources().end(),
            [&](const PolicyResource& resource) { return resource.id == field->name(); });
        if (field->rule() == Rule::Id) value = "999999999";
        if (field->rule() == Rule::Eui && is_resource) value = "ffffffffffffffff";
    }
    return params;
}

/// A call that must end with this code; "" for one that must succeed.
struct Attempt {
    std::string who;
    Tenant caller;
    Tenant::Pairs params;
    std::string code;
    /// Brings the account into a state in which it may not, and back.
    std::function<void(bool)> spoil = nullptr;
};

class Matrix {
public:
    explicit Matrix(Run& run) : run_{run} {
        for (const auto* const rule : {&kPasses, &kRefused, &kUntouched, &kHidden, &kAlike})
            run_.must(*rule, true);
    }

    void check(const Action& action) {
        restage(action);
        before_ = TwoTenants::fingerprint();
        for (const auto& attempt : refused_callers(action)) {
            who_.insert(attempt.who);
            if (attempt.spoil) attempt.spoil(true);
            refuse(action, attempt);
            if (attempt.spoil) attempt.spoil(false);
        }
        if (test::names_a_resource(action.name()) || test::lists_by_id(action.name()))
            compare_ids(action);
        compare_lists(action);
        expect_untouched(action, "of all wrong callers");

        const auto user = user_of(*call_.caller, only_for(action, call_.params, false));
        pass(action, user, "a RAM user");
        restage(action);
        pass(action, *call_.caller, "the right caller");
    }

    void figures() const {
        run_.figure("actions", all_actions().size());
        run_.figure("wrong callers", who_.size());
        run_.figure("calls", calls_);
    }

private:
    static std::string what(const Action& action, const std::string& who, const std::string& code) {
        return std::string{action.name()} + " by " + who + ": " + (code.empty() ? "done" : code);
    }

    void restage(const Action& action) {
        world_.emplace();
        call_ = test::good_call(*world_, action.name()).value();
    }

    /// Users are costly to make.
    const Tenant& user_of(const Tenant& account, const std::string& policy) {
        const auto key = account.name() + policy;
        const auto known = users_.find(key);
        if (known != users_.end()) return known->second;
        return users_.emplace(key, TwoTenants::user_of(account, policy)).first->second;
    }

    const Tenant& user_with_disabled_key(const Tenant& account) {
        const auto known = disabled_.find(account.name());
        if (known != disabled_.end()) return known->second;
        const auto user = TwoTenants::user_of(account, allow("*", R"("*")"));
        TwoTenants::disable_key(user);
        return disabled_.emplace(account.name(), user).first->second;
    }

    std::vector<Attempt> refused_callers(const Action& action) {
        std::vector<Attempt> all;
        add_other_parties(action, all);
        add_other_instances(action, all);
        add_users(action, all);
        add_keys(all);
        add_states(action, all);
        return all;
    }

    void add_other_parties(const Action& action, std::vector<Attempt>& all) {
        if (!test::names_a_resource(action.name())) return;
        const auto code = code_for_strangers(action);
        all.push_back({"a stranger", world_->stranger, call_.params, code});
        // Both parties may read an order.
        if (action.name() == "GetJoinPermissionAuthOrder") return;
        // Who owns a permission without renting it is no stranger to it.
        const auto is_owner = action.name() == "GetRentedJoinPermission";
        all.push_back({"the other party", *call_.other, call_.params,
                       is_owner ? std::string{"NonExistent"} : code});
    }

    void add_other_instances(const Action& action, std::vector<Attempt>& all) {
        if (action.field("IotInstanceId") == nullptr) return;
        const auto in = [&](const std::string& instance) {
            return test::with(call_.params, {{"IotInstanceId", instance}});
        };
        const std::string code =
            tells(action, "GatewayInstanceInvalid") ? "GatewayInstanceInvalid" : "NonExistent";
        all.push_back({"an account in another's instance", *call_.caller,
                       in(world_->stranger.instance_id()), code});
        all.push_back({"an account in no instance", *call_.caller, in("iot-unknown"), code});
        if (test::names_a_resource(action.name()))
            all.push_back({"an account in its other instance", world_->owner,
                           in(TwoTenants::enterprise_id()), "NonExistent"});
    }

    void add_users(const Action& action, std::vector<Attempt>& all) {
        const std::string name{action.name()};
        const std::map<std::string, std::string> policies{
            {"a user without a policy", ""},
            {"a user with a policy for another id", only_for(action, call_.params, true)},
            {"a user with a policy for another action", allow("linkwan:X" + name, R"("*")")},
            {"a user with a policy for another service", allow("ram:*", R"("*")")},
            {"a user with a Deny", allowed_but_denied(name)}};
        for (const auto& [who, policy] : policies)
            all.push_back({who, user_of(*call_.caller, policy), call_.params, "ForbiddenByRam"});
        all.push_back({"a user with a disabled key", user_with_disabled_key(*call_.caller),
                       call_.params, "InvalidAccessKeyId.Inactive"});
    }

    void add_keys(std::vector<Attempt>& all) {
        const auto& caller = *call_.caller;
        all.push_back({"an unknown key", caller.with_key("nobody", "secret"), call_.params,
                       "InvalidAccessKeyId.NotFound"});
        all.push_back({"a wrong secret", caller.with_key(caller.access_key_id(), "secret"),
                       call_.params, "SignatureDoesNotMatch"});
    }

    void add_states(const Action& action, std::vector<Attempt>& all) {
        const auto& caller = *call_.caller;
        all.push_back({"a blocked account", caller, call_.params, "ForbiddenByRiskControl",
                       [caller](bool on) { TwoTenants::block(caller, on); }});
        if (action.needs_activation())
            all.push_back({"an account without the product", caller, call_.params,
                           "CloudProductNotActivated",
                           [caller](bool on) { TwoTenants::activate(caller, !on); }});
        if (!action.feature().empty())
            all.push_back({"an account without the feature", caller, call_.params,
                           "FeatureNotActivated", [caller, name = action.feature()](bool on) {
                               TwoTenants::feature(caller, name, !on);
                           }});
    }

    Tenant::Outcome outcome(const Tenant& caller, const Action& action,
                            const Tenant::Pairs& params) {
        ++calls_;
        try {
            return caller.outcome(action.name(), params);
        } catch (const std::exception& breach) {
            return {breach.what(), new Poco::JSON::Object};
        }
    }

    void refuse(const Action& action, const Attempt& attempt) {
        const auto code = outcome(attempt.caller, action, attempt.params).code;
        run_.must(kRefused, code == attempt.code,
                  what(action, attempt.who, code) + " and not " + attempt.code);
        if (run_.full()) expect_untouched(action, attempt.who);
    }

    void expect_untouched(const Action& action, const std::string& who) {
        run_.must(kUntouched, TwoTenants::fingerprint() == before_,
                  what(action, who, "a row is another"));
    }

    void pass(const Action& action, const Tenant& caller, const std::string& who) {
        const auto code = outcome(caller, action, call_.params).code;
        run_.must(kPasses, code.empty(), what(action, who, code));
    }

    void compare_ids(const Action& action) {
        const auto foreign = outcome(world_->stranger, action, call_.params);
        const auto unknown =
            outcome(world_->stranger, action, with_unknown_ids(action, call_.params));
        if (foreign.code == "NotResourceOwner" && tells(action, "NotResourceOwner")) return;
        const auto text_of = [](const Tenant::Outcome& one) {
            return one.code + ' ' + one.body->optValue<std::string>("Message", "") +
                   Poco::Dynamic::Var::toString(one.body->get("Data"));
        };
        run_.must(kAlike, text_of(foreign) == text_of(unknown),
                  what(action, "a stranger", text_of(foreign)) + ", but " + text_of(unknown) +
                      " for no id");
    }

    /// How much is seen of a list or a count.
    std::string seen_by(const Tenant& account, const Action& action, const Tenant::Pairs& params) {
        const auto reply = outcome(account, action, params);
        if (!reply.code.empty()) return reply.code;
        if (action.reply()->type == Type::Long)
            return Poco::Dynamic::Var::toString(reply.body->get("Data"));
        if (action.reply()->type == Type::List)
            return std::to_string(reply.body->getArray("Data")->size());
        return Poco::Dynamic::Var::toString(reply.body->getObject("Data")->get("TotalCount"));
    }

    void compare_lists(const Action& action) {
        const auto begins = [&](std::string_view verb) {
            return action.name().substr(0, verb.size()) == verb;
        };
        if (action.kind() != Action::Kind::Read || (!begins("List") && !begins("Count"))) return;
        const auto hides = [&](const Tenant& account, const Tenant::Pairs& params) {
            const auto seen = seen_by(account, action, params);
            run_.must(kHidden, seen == "0", what(action, account.name(), seen));
        };
        hides(world_->stranger, call_.params);
        if (!test::lists_by_id(action.name())) return;
        const auto seen = seen_by(*call_.caller, action, call_.params);
        run_.must(kPasses, seen == "1", what(action, "the right caller", seen));
        hides(*call_.other, call_.params);
        if (action.field("IotInstanceId") != nullptr)
            hides(world_->owner,
                  test::with(call_.params, {{"IotInstanceId", TwoTenants::enterprise_id()}}));
    }

    Run& run_;
    std::optional<TwoTenants> world_;
    GoodCall call_;
    std::string before_;
    std::map<std::string, Tenant> users_;
    std::map<std::string, Tenant> disabled_;
    std::set<std::string> who_;
    std::uint64_t calls_ = 0;
};

void prove(Run& run) {
    Matrix matrix{run};
    for (const auto& action : all_actions())
        if (!run.has_planted_bug() || action.name().find(kRed) != std::string_view::npos)
            matrix.check(action);
    matrix.figures();
}

const Registered kAccessMatrix{
    {"access-matrix",
     prove,
     {{"order_shown_to_anybody", kRefused}, {"order_of_others_told", kRefused}}}};

} // namespace
} // namespace joingate::proofs
