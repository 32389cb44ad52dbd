#include "tenancy/admin/accounts.h"

#include "sql/statements.h"
#include "tenancy/admin/names.h"
#include "tenancy/random.h"

#include <algorithm>

namespace joingate::admin {
namespace {

/// Sixteen digits like the published ones.
std::int64_t random_uid() {
    return std::stoll("1" + random_text(kDigits, 15));
}

void activate(db::Session& session, std::string_view account, std::string_view feature) {
    session.change(statement::catalog_activate_feature,
                   {{"account", account}, {"feature", feature}});
}

std::vector<std::string_view> features_meant(std::string_view name) {
    if (name == "all") return feature_names();
    const auto& all = feature_names();
    if (std::find(all.begin(), all.end(), name) != all.end()) return {name};
    std::string message = "there is no feature " + std::string{name} + "; there are:";
    for (const auto one : all)
        message += " " + std::string{one};
    throw Refused{message};
}

} // namespace

const std::vector<std::string_view>& feature_names() {
    static const std::vector<std::string_view> names{"GATEWAY_TUPLE",
                                                     "NODE_TUPLE",
                                                     "NODE",
                                                     "GATEWAY",
                                                     "LOCAL_JOIN_PERMISSION",
                                                     "ROAMING_JOIN_PERMISSION",
                                                     "JOIN_PERMISSION_AUTHORIZATION",
                                                     "LAB_NODE",
                                                     "LAB_GATEWAY",
                                                     "NOTIFICATION",
                                                     "UNICAST",
                                                     "MULTICAST",
                                                     "RELAY",
                                                     "D2D",
                                                     "KPM_PRODUCT_LINE"};
    return names;
}

bool create_account(const Catalog& catalog, const NewAccount& account) {
    check_account_name(account.name);
    if (account.uid && *account.uid < 1) throw Refused{"a uid is a number from 1 on"};
    const std::string_view name{account.name};
    const auto uid = account.uid ? *account.uid : random_uid();
    bool created = false;
    const auto create = [&](db::Session& session) {
        const auto row = session.row(statement::catalog_lock_account, {{"account", name}});
        created = !row;
        if (row && account.uid && row->number("uid") != uid)
            throw Refused{"account " + account.name + " exists with another uid"};
        if (created) {
            session.change(
                statement::catalog_add_account,
                {{"account", name}, {"uid", uid}, {"activated", account.activated ? 1 : 0}});
            if (account.with_features)
                for (const auto feature : feature_names())
                    activate(session, name, feature);
        }
        for (const auto& quota : account.quota_names)
            session.change(statement::catalog_add_quota_usage,
                           {{"account", name}, {"quota", quota}});
    };
    try {
        catalog.change({account.name, std::to_string(uid)}, create);
    } catch (const db::Duplicate&) {
        throw Refused{"the uid " + std::to_string(uid) + " belongs to another account"};
    }
    return created;
}

std::vector<db::Row> list_accounts(const Catalog& catalog) {
    std::vector<db::Row> rows;
    catalog.read([&](db::Session& session) {
        rows = session.rows(statement::catalog_accounts, {{"account", {}}});
    });
    return rows;
}

db::Row show_account(const Catalog& catalog, std::string_view account) {
    std::optional<db::Row> row;
    catalog.read_account(account, [&](db::Session& session) {
        row = session.row(statement::catalog_accounts, {{"account", account}});
    });
    return std::move(*row);
}

bool set_blocked(const Catalog& catalog, const std::string& account, bool blocked) {
    std::uint64_t changed = 0;
    catalog.change_account(account, [&](db::Session& session) {
        changed = session.change(
            statement::catalog_set_account_state,
            {{"account", account}, {"state", std::string_view{blocked ? "BLOCKED" : "ACTIVE"}}});
    });
    return changed != 0;
}

bool set_activated(const Catalog& catalog, const std::string& account, bool activated) {
    std::uint64_t changed = 0;
    catalog.change_account(account, [&](db::Session& session) {
        changed = session.change(statement::catalog_set_activated,
                                 {{"account", account}, {"activated", activated ? 1 : 0}});
    });
    return changed != 0;
}

bool set_arrearage(const Catalog& catalog, const std::string& account, bool in_arrearage) {
    std::uint64_t changed = 0;
    catalog.change_account(account, [&](db::Session& session) {
        changed = session.change(statement::catalog_set_arrearage,
                                 {{"account", account}, {"in_arrearage", in_arrearage ? 1 : 0}});
    });
    return changed != 0;
}

bool set_feature(const Catalog& catalog, const std::string& account, std::string_view feature,
                 bool active) {
    const auto meant = features_meant(feature);
    const auto& change =
        active ? statement::catalog_activate_feature : statement::catalog_deactivate_feature;
    std::uint64_t changed = 0;
    catalog.change_account(account, [&](db::Session& session) {
        changed = 0;
        for (const auto one : meant)
            changed += session.change(change, {{"account", account}, {"feature", one}});
    });
    return changed != 0;
}

std::vector<std::string> list_features(const Catalog& catalog, std::string_view account) {
    std::vector<std::string> names;
    catalog.read_account(account, [&](db::Session& session) {
        names.clear();
        for (const auto& row : session.rows(statement::catalog_features, {{"account", account}}))
            names.push_back(row.text("feature"));
    });
    return names;
}

} // namespace joingate::admin
