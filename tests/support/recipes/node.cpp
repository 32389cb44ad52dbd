#include "tests/support/recipes/family.h"

namespace joingate::test {

namespace {

const std::string kDevEui = "d896e0ff00000001";

/// A group of the account; the node is in the registry.
std::string empty_group(Tenant& account) {
    TwoTenants::register_node(kDevEui);
    account.calls("CreateNodeGroup", {{"NodeGroupName", "of_nodes"}});
    return account.data();
}

/// A group of the account with the node in it.
std::string group_with_node(Tenant& account) {
    account.calls("CreateNodeGroup", {{"NodeGroupName", "of_nodes"}});
    auto id = account.data();
    TwoTenants::add_node(account, id, kDevEui);
    return id;
}

/// A permission of the owner, bound to a group of the renter with the node in it.
std::string permission_with_node(TwoTenants& world) {
    auto id = world.rented_by(world.renter);
    TwoTenants::add_node(world.renter, TwoTenants::bound(world.renter, id), kDevEui);
    return id;
}

} // namespace

Recipes node_recipes() {
    return {
        {"AddNodeToGroup",
         [](TwoTenants& w) {
             return by_renter(w, {{"DevEui", kDevEui},
                                  {"PinCode", TwoTenants::kPin},
                                  {"NodeGroupId", empty_group(w.renter)}});
         }},
        {"RemoveNodeFromGroup",
         [](TwoTenants& w) {
             return by_renter(w, {{"DevEui", kDevEui}, {"NodeGroupId", group_with_node(w.renter)}});
         }},
        {"GetNode",
         [](TwoTenants& w) {
             group_with_node(w.renter);
             return by_renter(w, {{"DevEui", kDevEui}});
         }},
        {"UpdateNodeEnablingState",
         [](TwoTenants& w) {
             group_with_node(w.renter);
             return by_renter(w, {{"DevEui", kDevEui}, {"IsEnable", "false"}});
         }},
        {"ListNodesByNodeGroupId",
         [](TwoTenants& w) {
             return by_owner(w, with(kPage, {{"NodeGroupId", group_with_node(w.owner)}}));
         }},
        {"CountNodesByNodeGroupId",
         [](TwoTenants& w) {
             return by_owner(w, {{"NodeGroupId", group_with_node(w.owner)}});
         }},
        {"ListNodesByOwnedJoinPermissionId",
         [](TwoTenants& w) {
             return by_owner(w, with(kPage, {{"JoinPermissionId", permission_with_node(w)}}));
         }},
        {"CountNodesByOwnedJoinPermissionId",
         [](TwoTenants& w) {
             return by_owner(w, {{"JoinPermissionId", permission_with_node(w)}});
         }},
    };
}

} // namespace joingate::test
