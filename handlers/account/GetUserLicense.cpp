#include "handlers/action.h"
#include "handlers/quota.h"
#include "sql/statements.h"

#include <algorithm>
#include <array>
#include <vector>

namespace joingate {
namespace {

struct Licensed {
    std::string_view quota;
    std::string_view limit;
    std::string_view free_limit;
    std::string_view count;
};

/// What an account can have. Relays and kinds of gateways there are not, and the tuples of a
/// registry are nobody's until they are taken: of these nothing is told.
constexpr std::array kLicensed{
    Licensed{quota::kGateway, "GatewayLimit", "GatewayFreeLimit", "GatewayCount"},
    Licensed{quota::kLocalJoinPermission, "LocalJoinPermissionLimit",
             "LocalJoinPermissionFreeLimit", "LocalJoinPermissionCount"},
    Licensed{quota::kNode, "NodeLimit", "NodeFreeLimit", "NodeCount"},
    Licensed{quota::kRoamingJoinPermission, "RoamingJoinPermissionLimit",
             "RoamingJoinPermissionFreeLimit", "RoamingJoinPermissionCount"}};

std::int64_t used_of(const std::vector<db::Row>& usage, std::string_view quota) {
    const auto found = std::find_if(usage.begin(), usage.end(),
                                    [&](const db::Row& row) { return row.text("quota") == quota; });
    return found == usage.end() ? 0 : found->number("used");
}

std::int64_t free_of(const License& license, std::string_view quota, std::int64_t limit) {
    const auto found = license.free.find(quota);
    return found == license.free.end() ? limit : std::min(limit, found->second);
}

Data get(Call& call) {
    const auto& license = call.settings.license;
    const auto usage = call.db.rows(statement::used_of_quotas);
    Data data = Data::fields();
    if (!license.oui.empty()) data.add("Oui", license.oui);
    for (const auto& one : kLicensed) {
        const auto limit = quota::limit(call.caller.account(), one.quota);
        data.add(one.limit, limit)
            .add(one.free_limit, free_of(license, one.quota, limit))
            .add(one.count, used_of(usage, one.quota));
    }
    return data;
}

ReplyField reply() {
    std::vector<ReplyField> fields{replies("Oui", Type::String)};
    for (const auto* name :
         {"GatewayTupleLimit", "GatewayTupleCount", "NodeTupleLimit", "NodeTupleCount",
          "GatewayLimit", "GatewayCount", "LocalJoinPermissionLimit", "LocalJoinPermissionCount",
          "NodeLimit", "NodeCount", "RoamingJoinPermissionLimit", "RoamingJoinPermissionCount",
          "GatewayTupleFreeLimit", "NodeTupleFreeLimit", "GatewayFreeLimit",
          "LocalJoinPermissionFreeLimit", "RoamingJoinPermissionFreeLimit", "NodeFreeLimit"})
        fields.push_back(replies(name, Type::Long));
    for (const auto* name :
         {"RelayLimit", "RelayCount", "GatewayPrePayCount", "NodeTupleRelayLimit",
          "NodeTupleRelayCount", "NodeTupleStandardLimit", "NodeTupleStandardCount",
          "GatewayTupleHybridLimit", "GatewayTupleHybridCount", "GatewayTupleSingleChannelLimit",
          "GatewayTupleSingleChannelCount", "GatewayTupleStandardLimit",
          "GatewayTupleStandardCount", "GatewayDingTalkCount", "GatewayDingTalkLimit",
          "GatewayProfessionalCount", "GatewayProfessionalLimit"})
        fields.push_back(replies(name, Type::Long).since_2019());
    return replies_struct("Data", std::move(fields));
}

} // namespace

Action GetUserLicense() {
    return Action::read("Reads how much the caller's account may have, and has.")
        .on("user-license", "*")
        .answers(reply())
        .refuses({Code::NonExistent})
        .handled_by(get);
}

} // namespace joingate
