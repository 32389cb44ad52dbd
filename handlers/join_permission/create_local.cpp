#include "handlers/join_permission/create_local.h"

#include "handlers/join_permission/permission.h"
#include "handlers/quota.h"

namespace joingate::permission {

Data create_local(Call& call, JoinEuiOf join_eui, const Radio& radio) {
    const auto name = call.in.unit_name("JoinPermissionName");
    const auto band = call.in.band("FreqBandPlanGroupId");

    const auto id = new_id(call);
    const auto eui = join_eui(call, id);
    add(call, id,
        {kLocal, name, band, call.in.text("ClassMode"), eui, radio.rx_delay, radio.data_rate});
    quota::take(call, quota::kLocalJoinPermission, Code::ExceedLocalJoinPermissionLimit);
    return std::to_string(id);
}

std::vector<Code> create_local_codes() {
    return {Code::InvalidName, Code::InvalidFreqBandPlan, Code::JoinPermissionNameDuplicated,
            Code::ExceedLocalJoinPermissionLimit};
}

} // namespace joingate::permission
