#include "tests/support/recipes/family.h"

namespace joingate::test {

namespace {

/// What an offer of the owner told the renter.
std::string notification(TwoTenants& world) {
    world.offered_to(world.renter);
    return TwoTenants::value_of("SELECT MAX(notification_id) FROM joingateexchange.notification");
}

} // namespace

Recipes notification_recipes() {
    return {
        {"ListNotifications",
         [](TwoTenants& w) {
             notification(w);
             return by_renter(w, kPage);
         }},
        {"CountNotifications", [](TwoTenants& w) { return by_renter(w, {}); }},
        {"GetNotification",
         [](TwoTenants& w) {
             return by_renter(w, {{"NotificationId", notification(w)}});
         }},
        {"UpdateNotificationsHandleState",
         [](TwoTenants& w) {
             return by_renter(
                 w, {{"TargetHandleState", "HANDLED"}, {"NotificationId.1", notification(w)}});
         }},
    };
}

} // namespace joingate::test
