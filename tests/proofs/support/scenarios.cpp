#include "tests/proofs/support/scenarios.h"

#include "handlers/action.h"
#include "sql/statements.h"
#include "tests/support/recipes.h"
#include "tests/support/test_database.h"

#include <algorithm>

namespace joingate::proofs {
namespace {

using test::GoodCall;
using test::Tenant;
using test::TwoTenants;
using Kind = DriverCall::Kind;

constexpr unsigned kWritesPerPurge = 128;

Tenant& bystander(TwoTenants& world, const Tenant& caller) {
    return caller.name() == world.stranger.name() ? world.owner : world.stranger;
}

Staged staged(TwoTenants& world, const Tenant& caller, std::string_view action,
              const Tenant::Pairs& params) {
    auto& next = bystander(world, caller);
    return {nullptr,
            [&world, caller, action, params] {
                for (const auto* account : {&world.owner, &world.renter, &world.stranger})
                    TwoTenants::forget(*account);
                return caller.outcome(action, params).code;
            },
            &next};
}

GoodCall good(TwoTenants& world, std::string_view action) {
    return test::good_call(world, action).value();
}

Scenario good_call_of(std::string_view action) {
    return {std::string{action}, [action](TwoTenants& world) {
                const auto call = good(world, action);
                return staged(world, *call.caller, action, call.params);
            }};
}

Scenario call_by_stranger(std::string_view action) {
    return {std::string{action} + " by a stranger", [action](TwoTenants& world) {
                return staged(world, world.stranger, action, good(world, action).params);
            }};
}

/// A call on the stage of another.
Scenario call_of(const std::string& name, std::string_view action, std::string_view stage,
                 const Tenant::Pairs& changes) {
    return {std::string{action} + ' ' + name, [action, stage, changes](TwoTenants& world) {
                const auto call = good(world, stage);
                return staged(world, *call.caller, action, test::with(call.params, changes));
            }};
}

Scenario by_ram_user() {
    return {"CountGateways by a RAM user", [](TwoTenants& world) {
                static const auto user = TwoTenants::user_of(
                    world.owner, R"({"Version":"1","Statement":[)"
                                 R"({"Effect":"Allow","Action":"*","Resource":"*"}]})");
                return staged(world, user, "CountGateways", {});
            }};
}

Scenario readiness() {
    return {"the check before a worker is ready", [](TwoTenants& world) {
                static db::Database database{test::TestDatabase::instance().worker()};
                return Staged{nullptr,
                              []() -> std::string {
                                  try {
                                      database.check(db::Deadline::after(std::chrono::seconds{2}));
                                      return {};
                                  } catch (const db::Unavailable&) {
                                      return "ServiceUnavailable";
                                  }
                              },
                              &world.stranger};
            }};
}

Scenario purge() {
    return {"a write that also purges the ledger", [](TwoTenants& world) {
                auto last =
                    staged(world, world.owner, "UpdateOwnedLocalJoinPermissionEnablingState",
                           {{"JoinPermissionId", world.permission()}, {"Enabled", "true"}});
                last.before = [call = last.call] {
                    for (unsigned i = 1; i < kWritesPerPurge; ++i)
                        call();
                };
                return last;
            }};
}

std::size_t commit_in(const std::vector<DriverCall>& calls) {
    const auto found = std::find(calls.begin(), calls.end(), DriverCall{Kind::Query, "COMMIT"});
    return static_cast<std::size_t>(found - calls.begin());
}

/// The good call of a write, once it has had this fault at its COMMIT, or right before it.
Scenario after_fault(const std::string& name, std::string_view action, unsigned number,
                     bool is_after, std::size_t before_commit = 0) {
    auto scenario = good_call_of(action);
    scenario.name += name;
    scenario.faults = [=](const std::vector<DriverCall>& calls) {
        return std::vector<Fault>{{commit_in(calls) - before_commit, number, is_after}};
    };
    return scenario;
}

} // namespace

std::vector<Scenario> all_scenarios() {
    constexpr unsigned kDeadlock = 1213;
    constexpr unsigned kOutOfTime = 1969;
    constexpr unsigned kLost = 2013;
    std::vector<Scenario> all;
    for (const auto& action : all_actions()) {
        all.push_back(good_call_of(action.name()));
        if (test::names_a_resource(action.name())) all.push_back(call_by_stranger(action.name()));
    }
    all.push_back(by_ram_user());
    all.push_back(
        call_of("with a wrong PIN", "AddNodeToGroup", "AddNodeToGroup", {{"PinCode", "000000"}}));
    all.push_back(call_of("of a node that is in one", "AddNodeToGroup", "RemoveNodeFromGroup",
                          {{"PinCode", TwoTenants::kPin}}));
    all.push_back(call_of("with a node in it", "DeleteNodeGroup", "RemoveNodeFromGroup", {}));
    all.push_back(call_of("by parts of names", "ListOwnedJoinPermissions",
                          "ListOwnedJoinPermissions",
                          {{"FuzzyJoinPermissionName", "perm"}, {"FuzzyJoinEui", "d896"}}));
    all.push_back(
        call_of("of an old client", "GetGateway", "GetGateway", {{"Version", "2018-12-30"}}));
    all.push_back(readiness());
    all.push_back(purge());
    constexpr std::string_view kWrite{"SubmitJoinPermissionAuthOrder"};
    all.push_back(after_fault(" after a COMMIT without an answer", kWrite, kLost, true));
    all.push_back(after_fault(" after a COMMIT that was not sent", kWrite, kLost, false));
    all.push_back(after_fault(" after a deadlock", kWrite, kDeadlock, false));
    all.push_back(after_fault(" after its time was up", kWrite, kOutOfTime, true, 1));
    return all;
}

std::string state_of_world() {
    static const auto question = [] {
        const auto& database = test::TestDatabase::instance();
        std::string union_of_all;
        for (const auto& table : database.rows_of(
                 "SELECT CONCAT(table_schema, '.', table_name),"
                 "       GROUP_CONCAT(column_name ORDER BY ordinal_position SEPARATOR ', ')"
                 "  FROM information_schema.columns"
                 " WHERE (table_schema = 'joingateexchange' OR table_schema IN"
                 "        (SELECT schema_name FROM joingate.instance))"
                 "   AND table_name NOT IN ('schema_migration', 'name_position')"
                 "   AND column_name NOT REGEXP '(^|_)(id|millis)$|^(nonce|result|app_key)$'"
                 "   AND NOT (table_name = 'quota_usage' AND column_name = 'version')"
                 " GROUP BY table_schema, table_name"))
            union_of_all += (union_of_all.empty() ? "" : " UNION ALL ") +
                            std::string{"SELECT REGEXP_REPLACE(CONCAT_WS('|', '"} + table[0] +
                            "', " + table[1] + "), 'group_of_[0-9]+', 'group') FROM " + table[0];
        return union_of_all;
    }();
    std::vector<std::string> rows;
    for (const auto& row : test::TestDatabase::instance().rows_of(question))
        rows.push_back(row.front());
    std::sort(rows.begin(), rows.end());
    std::string all;
    for (const auto& row : rows)
        all += row + '\n';
    return all;
}

std::string contradictions() {
    return test::TestDatabase::instance().value_of(
        "SELECT CONCAT('order ', o.order_id, ' and its lease')"
        "  FROM joingateexchange.auth_order AS o"
        "  LEFT JOIN joingateexchange.lease AS l ON l.order_id = o.order_id"
        " WHERE o.order_state <> l.lease_state"
        "    OR (o.order_state = 'APPLYING' AND l.lease_state IS NULL)"
        " UNION ALL SELECT CONCAT('notifications of order ', o.order_id)"
        "  FROM joingateexchange.auth_order AS o"
        " WHERE o.owner_account <> o.renter_account"
        "   AND (SELECT COUNT(*) FROM joingateexchange.notification AS n"
        "         WHERE n.order_id = o.order_id) <> IF(o.order_state = 'APPLYING', 1, 2)"
        " UNION ALL SELECT CONCAT('quota ', q.quota, ' of ', q.account)"
        "  FROM joingateexchange.quota_usage AS q"
        " WHERE q.used <> CASE q.quota"
        "       WHEN 'NODE' THEN (SELECT COUNT(*) FROM joingateexchange.node AS n"
        "                          WHERE n.account = q.account)"
        "       WHEN 'GATEWAY' THEN (SELECT COUNT(*) FROM joingateexchange.gateway_claim AS g"
        "                             WHERE g.account = q.account)"
        "       ELSE q.used END"
        " UNION ALL SELECT CONCAT('permissions of ', q.account)"
        "  FROM joingateexchange.quota_usage AS q"
        " WHERE q.quota LIKE '%JOIN_PERMISSION'"
        " GROUP BY q.account"
        " HAVING SUM(q.used) <> (SELECT COUNT(*) FROM joingateexchange.resource AS r"
        "                         WHERE r.account = q.account AND r.kind = 'JOIN_PERMISSION')");
}

} // namespace joingate::proofs
