#pragma once

#include "tests/node_group/groups.h"

#include <string>

namespace joingate::test {

/// Groups and where their data go.
class Dispatch : public Groups {
public:
    static Tenant::Pairs iot(const std::string& group) {
        return {{"NodeGroupId", group},
                {"DataDispatchDestination", "IOT"},
                {"ProductType", "IOT_SUITE_SENIOR"},
                {"ProductName", "产品"},
                {"ProductKey", "a1B2"}};
    }
    static Tenant::Pairs ons(const std::string& group) {
        return {{"NodeGroupId", group},
                {"DataDispatchDestination", "ONS"},
                {"UplinkRegionName", "cn-shanghai"},
                {"UplinkTopic", "topic"}};
    }
    static std::string configure(Tenant& account, const Tenant::Pairs& params) {
        return account.calls("UpdateDataDispatchConfig", params);
    }

    /// DataDispatchConfig of a group, as JSON.
    static std::string config(Tenant& account, const std::string& group,
                              const std::string& version = "2019-03-01") {
        account.calls("GetNodeGroup", {{"NodeGroupId", group}, {"Version", version}});
        return compact(account.field("DataDispatchConfig"));
    }
};

} // namespace joingate::test
