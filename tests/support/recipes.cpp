#include "tests/support/recipes.h"

#include "handlers/action.h"
#include "tests/support/recipes/family.h"

#include <algorithm>

namespace joingate::test {
namespace {

const Recipes& recipes() {
    static const Recipes all = [] {
        Recipes merged;
        for (const auto family :
             {account_recipes, auth_order_recipes, freq_band_recipes, gateway_recipes,
              join_permission_recipes, node_group_recipes, node_recipes, notification_recipes,
              rented_join_permission_recipes})
            merged.merge(family());
        return merged;
    }();
    return all;
}

} // namespace

std::optional<GoodCall> good_call(TwoTenants& world, std::string_view action) {
    const auto recipe = recipes().find(action);
    if (recipe == recipes().end()) return std::nullopt;
    return recipe->second(world);
}

bool names_a_resource(std::string_view action) {
    const auto* found = find_action(action);
    const auto& fields = found->fields();
    const auto& resources = found->resources();
    // Reference data is the same for everybody.
    return !found->feature().empty() && !lists_by_id(action) &&
           (std::any_of(fields.begin(), fields.end(),
                        [](const Field& field) { return field.rule() == Rule::Id; }) ||
            std::any_of(resources.begin(), resources.end(),
                        [](const PolicyResource& resource) { return resource.id != "*"; }));
}

bool lists_by_id(std::string_view action) {
    return action.find("ByNodeGroupId") != std::string_view::npos ||
           action.find("ByOwnedJoinPermissionId") != std::string_view::npos;
}

} // namespace joingate::test
