#pragma once

#include "tests/support/recipes.h"

#include <functional>
#include <map>
#include <string>
#include <string_view>

namespace joingate::test {

using Recipe = std::function<GoodCall(TwoTenants&)>;
using Recipes = std::map<std::string_view, Recipe>;

/// The recipes of a family of actions, a file for each.
Recipes account_recipes();
Recipes auth_order_recipes();
Recipes freq_band_recipes();
Recipes gateway_recipes();
Recipes join_permission_recipes();
Recipes node_recipes();
Recipes node_group_recipes();
Recipes notification_recipes();
Recipes rented_join_permission_recipes();

inline GoodCall by_owner(TwoTenants& world, Tenant::Pairs params) {
    return {&world.owner, &world.renter, std::move(params)};
}

inline GoodCall by_renter(TwoTenants& world, Tenant::Pairs params) {
    return {&world.renter, &world.owner, std::move(params)};
}

inline Tenant::Pairs new_permission(const std::string& name) {
    return {{"JoinPermissionName", name}, {"FreqBandPlanGroupId", "101"}, {"ClassMode", "A"}};
}

inline const Tenant::Pairs kPage{{"Offset", "0"}, {"Limit", "10"}};

} // namespace joingate::test
