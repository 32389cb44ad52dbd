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
        {"UpdateNodeGroup",
         [](TwoTenants& w) {
             return by_renter(w, {{"NodeGroupId", group(w)}, {"NodeGroupName", "renamed"}});
         }},
        {"GetNodeGroup",
         [](TwoTenants& w) {
             return by_owner(w,
                             {{"NodeGroupId", TwoTenants::bound(w.owner, w.offered_to(w.owner))}});
         }},
        {"ListNodeGroups",
         [](TwoTenants& w) {
             group(w);
             return by_renter(w, kPage);
         }},
        {"CountNodeGroups", [](TwoTenants& w) { return by_renter(w, {}); }},
        {"UpdateDataDispatchConfig",
         [](TwoTenants& w) {
             return by_renter(w, {{"NodeGroupId", group(w)},
                                  {"DataDispatchDestination", "IOT"},
                                  {"ProductType", "IOT_SUITE"},
                                  {"ProductName", "product"},
                                  {"ProductKey", "key"}});
         }},
        {"UpdateDataDispatchEnablingState",
         [](TwoTenants& w) {
             return by_renter(w, {{"NodeGroupId", group(w)}, {"DataDispatchEnabled", "true"}});
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
