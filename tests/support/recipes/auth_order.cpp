#include "tests/support/recipes/family.h"

namespace joingate::test {

namespace {

/// The order that the owner has just made.
Tenant::Pairs open_order(TwoTenants& world) {
    world.offered_to(world.renter);
    return {{"OrderId", world.owner.data()}};
}

} // namespace

Recipes auth_order_recipes() {
    return {
        {"SubmitJoinPermissionAuthOrder",
         [](TwoTenants& w) {
             return by_owner(
                 w, {{"JoinPermissionId", w.permission()}, {"RenterAliyunId", w.renter.name()}});
         }},
        {"AcceptJoinPermissionAuthOrder",
         [](TwoTenants& w) { return by_renter(w, open_order(w)); }},
        {"RejectJoinPermissionAuthOrder",
         [](TwoTenants& w) { return by_renter(w, open_order(w)); }},
        {"CancelJoinPermissionAuthOrder", [](TwoTenants& w) { return by_owner(w, open_order(w)); }},
        {"GetLatestApplyingJoinPermissionAuthOrder",
         [](TwoTenants& w) {
             return by_owner(w, {{"JoinPermissionId", w.offered_to(w.renter)}});
         }},
        {"GetJoinPermissionAuthOrder", [](TwoTenants& w) { return by_owner(w, open_order(w)); }},
    };
}

} // namespace joingate::test
