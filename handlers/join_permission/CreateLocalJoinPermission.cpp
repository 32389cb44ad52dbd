#include "handlers/join_permission/create_local.h"
#include "handlers/join_permission/join_eui.h"
#include "handlers/join_permission/permission.h"
#include "tenancy/join_eui.h"

namespace joingate {
namespace {

std::string join_eui(const Call& call, std::int64_t id) {
    if (call.in.flag("UseDefaultJoinEui")) return std::string{kDefaultJoinEui};
    if (const auto own = call.in.optional_text("JoinEui")) return std::string{*own};
    return own_join_eui(call.settings.own_join_eui_prefix, id);
}

Data create(Call& call) {
    return permission::create_local(
        call, join_eui, {call.in.number("RxDelay"), call.in.optional_number("DataRate")});
}

std::vector<Field> fields() {
    std::vector<Field> fields{
        permission::band_field().required(),
        permission::class_mode_field().required(),
        boolean("UseDefaultJoinEui")
            .required()
            .like("true")
            .means("Whether to join under the platform's JoinEUI; an own JoinEui is then ignored."),
        permission::name_field().required(),
        instance_id(),
        eui("JoinEui")
            .since_2019()
            .required_where("UseDefaultJoinEui", "false")
            .like("0000000000000001")
            .means("The JoinEUI of the caller's own."),
    };
    for (auto& field : permission::radio_fields())
        fields.push_back(field);
    return fields;
}

} // namespace

Action CreateLocalJoinPermission() {
    return Action::create("Creates a dedicated join permission that the caller owns.")
        .on("owned-join-permission", "*")
        .at(Place::Named)
        .needs("LOCAL_JOIN_PERMISSION")
        .takes(fields())
        .answers(replies("Data", Type::String))
        .refuses(permission::create_local_codes())
        .handled_by(create);
}

} // namespace joingate
