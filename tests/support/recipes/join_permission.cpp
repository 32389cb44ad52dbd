#include "tests/support/recipes/family.h"

namespace joingate::test {

Recipes join_permission_recipes() {
    return {
        {"CreateLocalJoinPermission",
         [](TwoTenants& w) {
             return by_owner(w, with(new_permission("brand_new"), {{"UseDefaultJoinEui", "true"}}));
         }},
        {"CreateCustomLocalJoinPermission",
         [](TwoTenants& w) {
             return by_owner(w,
                             with(new_permission("brand_new"), {{"JoinEui", "00000000000000ab"}}));
         }},
        {"UpdateOwnedLocalJoinPermission",
         [](TwoTenants& w) {
             return by_owner(w, {{"JoinPermissionId", w.permission()}, {"RxDelay", "7"}});
         }},
        {"UpdateOwnedLocalJoinPermissionEnablingState",
         [](TwoTenants& w) {
             return by_owner(w,
                             {{"JoinPermissionId", w.rented_by(w.renter)}, {"Enabled", "false"}});
         }},
        {"DeleteLocalJoinPermission",
         [](TwoTenants& w) {
             return by_owner(w, {{"JoinPermissionId", w.permission()}});
         }},
        {"GetOwnedJoinPermission",
         [](TwoTenants& w) {
             return by_owner(w, {{"JoinPermissionId", w.rented_by(w.renter)}});
         }},
        {"ListOwnedJoinPermissions",
         [](TwoTenants& w) {
             w.rented_by(w.renter);
             return by_owner(w, kPage);
         }},
        {"CountOwnedJoinPermissions", [](TwoTenants& w) { return by_owner(w, {}); }},
    };
}

} // namespace joingate::test
