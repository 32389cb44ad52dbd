#pragma once

#include "tests/node_group/groups.h"

#include <string>

namespace joingate::test {

/// Nodes and the groups they are in.
class Nodes : public Groups {
public:
    static std::string dev_eui(int number) {
        const auto digits = std::to_string(number);
        return "d896e0ff" + std::string(8 - digits.size(), '0') + digits;
    }

    static Tenant::Pairs adding(const std::string& group, const std::string& node,
                                const std::string& pin = kPin) {
        return {{"DevEui", node}, {"PinCode", pin}, {"NodeGroupId", group}};
    }
    static std::string add(Tenant& account, const std::string& group, const std::string& node,
                           const std::string& pin = kPin) {
        return account.calls("AddNodeToGroup", adding(group, node, pin));
    }
    static std::string remove(Tenant& account, const std::string& group, const std::string& node) {
        return account.calls("RemoveNodeFromGroup", {{"DevEui", node}, {"NodeGroupId", group}});
    }

    /// "" where it is in none.
    static std::string group_of_node(const std::string& node) {
        return value_of("SELECT group_id FROM joingateexchange.node WHERE dev_eui = '" + node +
                        "'");
    }
    static std::string nodes() { return value_of("SELECT COUNT(*) FROM joingateexchange.node"); }
};

} // namespace joingate::test
