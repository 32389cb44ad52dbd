#pragma once

#include "tenancy/admin/catalog.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace joingate::admin {

/// The features an account can have (api.json, activatable_features).
const std::vector<std::string_view>& feature_names();

struct NewAccount {
    std::string name;
    /// Drawn at random if absent.
    std::optional<std::int64_t> uid;
    bool activated = false;
    bool with_features = true;
    /// Each gets its counter in the exchange.
    std::vector<std::string> quota_names;
};

/// False where the account was there already; then only counters that it lacks are added.
bool create_account(const Catalog& catalog, const NewAccount& account);

/// Columns account, uid, state, activated, charge_status, create_millis, instances, access_keys.
std::vector<db::Row> list_accounts(const Catalog& catalog);
db::Row show_account(const Catalog& catalog, std::string_view account);

/// Each returns whether something changed.
bool set_blocked(const Catalog& catalog, const std::string& account, bool blocked);
bool set_activated(const Catalog& catalog, const std::string& account, bool activated);
bool set_arrearage(const Catalog& catalog, const std::string& account, bool in_arrearage);
/// "all" names every feature.
bool set_feature(const Catalog& catalog, const std::string& account, std::string_view feature,
                 bool active);
/// Names of those that are active.
std::vector<std::string> list_features(const Catalog& catalog, std::string_view account);

} // namespace joingate::admin
