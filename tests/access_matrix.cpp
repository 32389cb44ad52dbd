#include "handlers/action.h"
#include "tests/support/recipes.h"

#include <boost/test/unit_test.hpp>

#include <functional>
#include <string>

namespace {

using namespace joingate;
using test::good_call;
using test::GoodCall;
using test::Tenant;
using test::TwoTenants;

/// How the action's own table speaks of a resource that is not the caller's (spec "domain", Q-3).
std::string code_for_strangers(const Action& action) {
    for (const auto code :
         {Code::JoinPermissionDoesNotExist, Code::NodeGroupDoesNotExist, Code::NotResourceOwner})
        if (action.lists(code)) return std::string{wire_code(code)};
    return "NonExistent";
}

std::string allow(const std::string& action, const std::string& resource) {
    return R"({"Version":"1","Statement":[{"Effect":"Allow","Action":")" + action +
           R"(","Resource":")" + resource + R"("}]})";
}

std::string allowed_but_denied(const std::string& action) {
    return R"({"Version":"1","Statement":[{"Effect":"Allow","Action":"*","Resource":"*"},)"
           R"({"Effect":"Deny","Action":"linkwan:)" +
           action + R"(","Resource":"*"}]})";
}

/// Each resource of the good call, or of a call for another id.
std::string only_for(const Action& action, const Tenant::Pairs& params, bool other_id) {
    std::string resources;
    for (const auto& resource : action.resources()) {
        std::string id{resource.id};
        for (const auto& [name, value] : params)
            if (name.substr(0, name.find('.')) == resource.id) id = value;
        if (other_id) id = "999999999";
        resources += (resources.empty() ? "\"" : ",\"") + std::string{"acs:linkwan:*:*:"} +
                     std::string{resource.type} + '/' + id + '"';
    }
    return R"({"Version":"1","Statement":[{"Effect":"Allow","Action":"linkwan:)" +
           std::string{action.name()} + R"(","Resource":[)" + resources + "]}]}";
}

struct Matrix : TwoTenants {
    /// The call is refused with this code, and no row of any table differs afterwards.
    void refuses(const Tenant& caller, const Action& action, const Tenant::Pairs& params,
                 const std::string& code, const std::string& who) {
        const auto before = fingerprint();
        BOOST_TEST_CONTEXT(who) {
            BOOST_TEST(caller.outcome(action.name(), params).code == code);
            BOOST_TEST((fingerprint() == before), "a refused call changed the database");
        }
    }

    /// Runs a check of every action on a fresh stage.
    void each(const std::function<void(const Action&, GoodCall&)>& check) {
        for (const auto& action : all_actions()) {
            BOOST_TEST_CONTEXT(action.name()) {
                empty();
                auto call = good_call(*this, action.name());
                BOOST_TEST_REQUIRE(call.has_value());
                check(action, *call);
            }
        }
    }
};

} // namespace

BOOST_FIXTURE_TEST_SUITE(access_matrix, Matrix)

BOOST_AUTO_TEST_CASE(lets_the_right_caller_pass) {
    each([&](const Action& action, GoodCall& call) {
        BOOST_TEST(call.caller->calls(action.name(), call.params) == "");
    });
}

BOOST_AUTO_TEST_CASE(lets_a_ram_user_pass_whose_policy_names_the_resources) {
    each([&](const Action& action, GoodCall& call) {
        const auto user = user_of(*call.caller, only_for(action, call.params, false));
        BOOST_TEST(user.outcome(action.name(), call.params).code == "");
    });
}

BOOST_AUTO_TEST_CASE(refuses_another_account) {
    each([&](const Action& action, GoodCall& call) {
        if (test::names_a_resource(action.name()))
            refuses(stranger, action, call.params, code_for_strangers(action), "a stranger");
    });
}

BOOST_AUTO_TEST_CASE(shows_another_account_nothing_in_a_list) {
    const auto is_of = [](const Action& action, std::string_view verb) {
        return action.name().substr(0, verb.size()) == verb && action.kind() == Action::Kind::Read;
    };
    int lists = 0;
    int counts = 0;
    each([&](const Action& action, GoodCall& call) {
        const bool counted = is_of(action, "Count");
        if (!counted && !is_of(action, "List")) return;
        ++(counted ? counts : lists);
        BOOST_TEST(stranger.calls(action.name(), call.params) == "");
        if (counted)
            BOOST_TEST(stranger.data() == "0");
        else if (action.reply()->type == Type::List)
            BOOST_TEST(
                stranger.outcome(action.name(), call.params).body->getArray("Data")->empty());
        else
            BOOST_TEST(stranger.field("TotalCount") == "0");
    });
    BOOST_TEST(lists == 8);
    BOOST_TEST(counts == 7);
}

BOOST_AUTO_TEST_CASE(shows_another_account_or_instance_nothing_behind_an_id) {
    const auto seen_by = [](Tenant& account, const Action& action, const Tenant::Pairs& params) {
        BOOST_TEST(account.calls(action.name(), params) == "");
        return action.reply()->type == Type::Long ? account.data() : account.field("TotalCount");
    };
    each([&](const Action& action, GoodCall& call) {
        if (!test::lists_by_id(action.name())) return;
        BOOST_TEST(seen_by(*call.caller, action, call.params) == "1");
        BOOST_TEST(seen_by(*call.other, action, call.params) == "0");
        BOOST_TEST(seen_by(stranger, action, call.params) == "0");
        if (action.field("IotInstanceId") == nullptr) return;
        const auto elsewhere = test::with(call.params, {{"IotInstanceId", enterprise_id()}});
        BOOST_TEST(seen_by(owner, action, elsewhere) == "0");
    });
}

BOOST_AUTO_TEST_CASE(refuses_the_other_party_of_the_same_resource) {
    each([&](const Action& action, GoodCall& call) {
        // Both parties may read an order.
        if (!test::names_a_resource(action.name()) || action.name() == "GetJoinPermissionAuthOrder")
            return;
        // Who owns a permission without renting it is no stranger to it.
        const auto code =
            action.name() == "GetRentedJoinPermission" ? "NonExistent" : code_for_strangers(action);
        refuses(*call.other, action, call.params, code, "the other party");
    });
}

BOOST_AUTO_TEST_CASE(refuses_another_instance) {
    each([&](const Action& action, GoodCall& call) {
        if (action.field("IotInstanceId") == nullptr) return;
        const auto in = [&](const std::string& instance) {
            return test::with(call.params, {{"IotInstanceId", instance}});
        };
        const auto* code =
            action.lists(Code::GatewayInstanceInvalid) ? "GatewayInstanceInvalid" : "NonExistent";
        refuses(*call.caller, action, in(stranger.instance_id()), code,
                "an instance of another account");
        refuses(*call.caller, action, in("iot-unknown"), code, "no instance");
        if (test::names_a_resource(action.name()))
            refuses(owner, action, in(enterprise_id()), "NonExistent",
                    "another instance of the account");
    });
}

BOOST_AUTO_TEST_CASE(refuses_ram_users_without_the_right_policy) {
    each([&](const Action& action, GoodCall& call) {
        const std::string name{action.name()};
        const std::string code = "ForbiddenByRam";
        const auto refused = [&](const std::string& policy, const std::string& who) {
            refuses(user_of(*call.caller, policy), action, call.params, code, who);
        };
        refused("", "a user without policy");
        refused(only_for(action, call.params, true), "a policy for another id");
        refused(allow("linkwan:X" + name, "*"), "a policy for another action");
        refused(allow("ram:*", "*"), "a policy for another service");
        refused(allowed_but_denied(name), "a Deny");
    });
}

BOOST_AUTO_TEST_CASE(refuses_a_disabled_key) {
    each([&](const Action& action, GoodCall& call) {
        const auto user = user_of(*call.caller, allow("*", "*"));
        disable_key(user);
        refuses(user, action, call.params, "InvalidAccessKeyId.Inactive", "a disabled key");
    });
}

BOOST_AUTO_TEST_CASE(refuses_accounts_that_may_not) {
    each([&](const Action& action, GoodCall& call) {
        const auto& account = *call.caller;
        block(account, true);
        refuses(account, action, call.params, "ForbiddenByRiskControl", "a blocked account");
        block(account, false);

        activate(account, false);
        if (action.needs_activation())
            refuses(account, action, call.params, "CloudProductNotActivated", "not activated");
        else
            BOOST_TEST(account.outcome(action.name(), call.params).code == "");
        activate(account, true);

        if (action.feature().empty()) return;
        feature(account, action.feature(), false);
        refuses(account, action, call.params, "FeatureNotActivated", "without the feature");
        feature(account, action.feature(), true);
        BOOST_TEST(account.outcome(action.name(), call.params).code == "");
    });
}

BOOST_AUTO_TEST_SUITE_END()
