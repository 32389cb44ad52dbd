#include "tests/support/recipes/family.h"

namespace joingate::test {

namespace {

std::string group(TwoTenants& world) {
    world.renter.calls("CreateNodeGroup", {{"NodeGroupName", "group_one"}});
    return world.renter.data();
}

Tenant::Pairs bound_pair(TwoTenants& world) {
    const auto id = world.rented_by(world.renter);
    return {{"NodeGroupId", TwoTenants::bound(world.renter, id)}, {"JoinPermissionId", id}};
}

} // namespace

Recipes node_group_recipes() {
    return {
        {"CreateNodeGroup",
         [](TwoTenants& w) {
             return by_renter(
                 w, {{"NodeGroupName", "group_one"}, {"JoinPermissionId", w.rented_by(w.renter)}});
         }},
        {"DeleteNodeGroup",
         [](TwoTenants& w) {
             return by_renter(w, {{"NodeGroupId", group(w)}});
         }},
        {"BindJoinPermissionToNodeGroup",
         [](TwoTenants& w) {
             const auto id = w.rented_by(w.renter);
             return by_renter(w, {{"NodeGroupId", group(w)}, {"JoinPermissionId", id}});
         }},
        {"UnbindJoinPermissionFromNodeGroup",
         [](TwoTenants& w) { return by_renter(w, bound_pair(w)); }},
    };
}

} // namespace joingate::test
