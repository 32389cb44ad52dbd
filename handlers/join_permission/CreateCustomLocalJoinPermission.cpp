#include "handlers/join_permission/create_local.h"
#include "handlers/join_permission/permission.h"

namespace joingate {
namespace {

std::string own_join_eui(const Call& call, std::int64_t /*id*/) {
    return std::string{call.in.text("JoinEui")};
}

Data create(Call& call) {
    return permission::create_local(call, own_join_eui, {});
}

} // namespace

Action CreateCustomLocalJoinPermission() {
    return Action::create("Creates a dedicated join permission with a JoinEUI of the caller's own.")
        .on("owned-join-permission", "*")
        .needs("LOCAL_JOIN_PERMISSION")
        .takes({permission::band_field().required(), permission::class_mode_field().required(),
                eui("JoinEui").required().like("0000000000000001").means("16 hexadecimal digits."),
                permission::name_field().required()})
        .answers(replies("Data", Type::String))
        .refuses(permission::create_local_codes())
        .handled_by(create);
}

} // namespace joingate
