#include "tests/support/recipes.h"

#include "handlers/action.h"

#include <algorithm>
#include <functional>
#include <map>

namespace joingate::test {
namespace {

using Pairs = Tenant::Pairs;
using Recipe = std::function<GoodCall(TwoTenants&)>;

GoodCall by_owner(TwoTenants& world, Pairs params) {
    return {&world.owner, &world.renter, std::move(params)};
}

GoodCall by_renter(TwoTenants& world, Pairs params) {
    return {&world.renter, &world.owner, std::move(params)};
}

/// The order that the owner has just made.
Pairs open_order(TwoTenants& world) {
    world.offered_to(world.renter);
    return {{"OrderId", world.owner.data()}};
}

Pairs new_permission(const std::string& name) {
    return {{"JoinPermissionName", name}, {"FreqBandPlanGroupId", "101"}, {"ClassMode", "A"}};
}

std::string group(TwoTenants& world) {
    world.renter.calls("CreateNodeGroup", {{"NodeGroupName", "group_one"}});
    return world.renter.data();
}

Pairs bound_pair(TwoTenants& world) {
    const auto id = world.rented_by(world.renter);
    return {{"NodeGroupId", TwoTenants::bound(world.renter, id)}, {"JoinPermissionId", id}};
}

const Pairs kPage{{"Offset", "0"}, {"Limit", "10"}};

const std::map<std::string_view, Recipe>& recipes() {
    static const std::map<std::string_view, Recipe> all{
        {"CreateLocalJoinPermission",
         [](TwoTenants& w) {
             return by_owner(w, with(new_permission("brand_new"), {{"UseDefaultJoinEui", "true"}}));
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
        {"GetJoinPermissionAuthOrder", [](TwoTenants& w) { return by_owner(w, open_order(w)); }},
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
        {"ListFreqBandPlanGroups", [](TwoTenants& w) { return by_owner(w, {}); }},
        {"GetFreqBandPlanGroup",
         [](TwoTenants& w) {
             return by_owner(w, {{"GroupId", "201"}});
         }},
    };
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
    // Reference data is the same for everybody.
    return !found->feature().empty() &&
           std::any_of(fields.begin(), fields.end(),
                       [](const Field& field) { return field.rule() == Rule::Id; });
}

} // namespace joingate::test
