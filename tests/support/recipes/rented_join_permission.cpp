#include "tests/support/recipes/family.h"

namespace joingate::test {

Recipes rented_join_permission_recipes() {
    return {
        {"GetRentedJoinPermission",
         [](TwoTenants& w) {
             return by_renter(w, {{"JoinPermissionId", w.rented_by(w.renter)}});
         }},
        {"ListRentedJoinPermissions",
         [](TwoTenants& w) {
             w.rented_by(w.renter);
             return by_renter(w, kPage);
         }},
        {"ReturnJoinPermission",
         [](TwoTenants& w) {
             return by_renter(
                 w, {{"JoinPermissionId", w.rented_by(w.renter)}, {"JoinPermissionType", "LOCAL"}});
         }},
        {"ApplyRoamingJoinPermission",
         [](TwoTenants& w) { return by_renter(w, new_permission("roaming_one")); }},
        {"UpdateRoamingJoinPermission",
         [](TwoTenants& w) {
             return by_renter(w, {{"JoinPermissionId", w.roaming(w.renter)},
                                  {"JoinPermissionName", "new_name"}});
         }},
        {"UpdateRoamingJoinPermissionEnablingState",
         [](TwoTenants& w) {
             return by_renter(w, {{"JoinPermissionId", w.roaming(w.renter)}, {"Enabled", "false"}});
         }},
        {"CountRentedJoinPermissions", [](TwoTenants& w) { return by_renter(w, {}); }},
    };
}

} // namespace joingate::test
