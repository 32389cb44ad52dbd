#include "handlers/join_permission/permission.h"

namespace joingate {
namespace {

using permission::Grant;

Data update(Call& call) {
    const auto id = call.in.number("JoinPermissionId");
    const auto grant = permission::lock_owned(call, id);
    if (!grant) throw permission::foreign_or_none(call, id);
    // An offer must not change under the renter; one's own grant hides nothing from anybody.
    if (*grant == Grant::Other) throw Error{Code::JoinPermissionAlreadyAuthorized};

    const auto name = call.in.optional_unit_name("JoinPermissionName");
    const auto band = call.in.optional_band("FreqBandPlanGroupId");
    permission::change(call, id,
                       {name, band, call.in.optional_text("ClassMode"),
                        call.in.optional_text("JoinEui"), call.in.optional_number("RxDelay"),
                        call.in.optional_number("DataRate")},
                       *grant == Grant::Self);
    return {};
}

std::vector<Field> fields() {
    std::vector<Field> fields{
        permission::id_field(),
        permission::band_field(),
        permission::class_mode_field(),
        permission::name_field(),
        instance_id(),
        eui("JoinEui").since_2019().like("0000000000000001").means("16 hexadecimal digits."),
    };
    for (auto& field : permission::radio_text_fields())
        fields.push_back(field);
    return fields;
}

} // namespace

Action UpdateOwnedLocalJoinPermission() {
    return Action::write("Changes an owned dedicated join permission; what is left out stays.")
        .on("owned-join-permission", "JoinPermissionId")
        .at(Place::Named)
        .needs("LOCAL_JOIN_PERMISSION")
        .takes(fields())
        .refuses({Code::NonExistent, Code::NotResourceOwner, Code::JoinPermissionAlreadyAuthorized,
                  Code::InvalidName, Code::InvalidFreqBandPlan, Code::JoinPermissionNameDuplicated})
        .handled_by(update);
}

} // namespace joingate
