#include "handlers/join_permission/permission.h"
#include "handlers/node_group/binding.h"
#include "handlers/rented_join_permission/roaming.h"

namespace joingate {
namespace {

Data update(Call& call) {
    const auto id = call.in.number("JoinPermissionId");
    if (!permission::lock_roaming(call, id)) throw Error{Code::NonExistent};
    node_group::refuse_bound(node_group::lease_to_bind(call, id).value());

    const auto name = call.in.optional_unit_name("JoinPermissionName");
    permission::change(
        call, id,
        {name, {}, {}, {}, call.in.optional_number("RxDelay"), call.in.optional_number("DataRate")},
        true);
    return {};
}

std::vector<Field> fields() {
    std::vector<Field> fields{permission::id_field(), permission::name_field()};
    for (auto& field : permission::radio_text_fields())
        fields.push_back(field);
    return fields;
}

} // namespace

Action UpdateRoamingJoinPermission() {
    return Action::write("Changes a roaming join permission that is bound to no node group; what "
                         "is left out stays.")
        .on("rented-join-permission", "JoinPermissionId")
        .at(Place::OfId)
        .needs("ROAMING_JOIN_PERMISSION")
        .takes(fields())
        .refuses({Code::NonExistent, Code::JoinPermissionAlreadyBoundNodeGroup, Code::InvalidName,
                  Code::JoinPermissionNameDuplicated})
        .handled_by(update);
}

} // namespace joingate
