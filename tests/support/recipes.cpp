#include "tests/support/recipes.h"

#include "handlers/action.h"
#include "tests/support/recipes/family.h"

#include <algorithm>

namespace joingate::test {
namespace {

const Recipes& recipes() {
    static const Recipes all = [] {
        Recipes merged;
        for (const auto family : {auth_order_recipes, freq_band_recipes, join_permission_recipes,
                                  node_recipes, node_group_recipes, rented_join_permission_recipes})
            merged.merge(family());
        return merged;
    }();
    return all;
}

bool is_asked_of_policies(const Action& action, const Field& field) {
    const auto& resources = action.resources();
    return std::any_of(resources.begin(), resources.end(),
                       [&](const PolicyResource& one) { return one.id == field.name(); });
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
    // Reference data is the same for everybody.
    return !found->feature().empty() && !lists_by_id(action) &&
           std::any_of(fields.begin(), fields.end(), [&](const Field& field) {
               return field.rule() == Rule::Id ||
                      (field.rule() == Rule::Eui && is_asked_of_policies(*found, field));
           });
}

bool lists_by_id(std::string_view action) {
    return action.find("ByNodeGroupId") != std::string_view::npos ||
           action.find("ByOwnedJoinPermissionId") != std::string_view::npos;
}

} // namespace joingate::test
