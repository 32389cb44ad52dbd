#include "handlers/expect_one.h"
#include "handlers/join_permission/permission.h"
#include "handlers/quota.h"
#include "sql/statements.h"
#include "tenancy/account.h"
#include "tenancy/join_eui.h"

namespace joingate {
namespace {

Data apply(Call& call) {
    const auto name = call.in.unit_name("JoinPermissionName");
    const auto band = call.in.band("FreqBandPlanGroupId");

    const auto id = permission::new_id(call);
    permission::add(call, id,
                    {permission::kRoaming, name, band, call.in.text("ClassMode"), kDefaultJoinEui,
                     call.in.number("RxDelay"), call.in.optional_number("DataRate")});
    expect_one(call.db.change(statement::lend_roaming_permission,
                              {{"permission", id}, {"owner", kNetworkOwner}}),
               "lease of a new roaming permission");
    quota::take(call, quota::kRoamingJoinPermission, Code::ExceedRoamingJoinPermissionLimit);
    return std::to_string(id);
}

std::vector<Field> fields() {
    std::vector<Field> fields{permission::band_field().required(),
                              permission::class_mode_field().required(),
                              permission::name_field().required()};
    for (auto& field : permission::radio_fields())
        fields.push_back(field);
    return fields;
}

} // namespace

Action ApplyRoamingJoinPermission() {
    return Action::create("Rents a join permission of the shared network, at once.")
        .on("rented-join-permission", "*")
        .needs("ROAMING_JOIN_PERMISSION")
        .takes(fields())
        .answers(replies("Data", Type::String))
        .refuses({Code::NonExistent, Code::InvalidName, Code::InvalidFreqBandPlan,
                  Code::JoinPermissionNameDuplicated, Code::ExceedRoamingJoinPermissionLimit})
        .handled_by(apply);
}

} // namespace joingate
