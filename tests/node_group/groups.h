#pragma once

#include "tests/support/two_tenants.h"

#include <algorithm>
#include <stdexcept>
#include <string>

namespace joingate::test {

/// Node groups and what is bound to them.
class Groups : public TwoTenants {
public:
    /// A group of the account with nothing bound; its id.
    static std::string group(Tenant& account, const std::string& name) {
        if (const auto code = account.calls("CreateNodeGroup", {{"NodeGroupName", name}});
            !code.empty())
            throw std::runtime_error{"CreateNodeGroup: " + code};
        return account.data();
    }

    /// A group of the owner in its enterprise instance, in which no action can make one.
    static void enterprise_group(const std::string& id) {
        run("INSERT INTO joingateexchange.resource SELECT " + id +
            ", 'NODE_GROUP', 'owner', instance FROM joingate.instance WHERE iot_instance_id = '" +
            enterprise_id() + "'");
        run("INSERT INTO " + enterprise_schema() +
            ".node_group (group_id, group_name, create_millis) VALUES (" + id + ", 'there', 1)");
    }

    /// JSON without the blanks that the tests' writer puts between its parts.
    static std::string compact(std::string json) {
        json.erase(
            std::remove_if(json.begin(), json.end(), [](char c) { return c == ' ' || c == '\n'; }),
            json.end());
        return json;
    }

    static Tenant::Pairs pair(const std::string& group, const std::string& permission) {
        return {{"NodeGroupId", group}, {"JoinPermissionId", permission}};
    }
    static std::string bind(Tenant& account, const std::string& group,
                            const std::string& permission) {
        return account.calls("BindJoinPermissionToNodeGroup", pair(group, permission));
    }
    static std::string unbind(Tenant& account, const std::string& group,
                              const std::string& permission) {
        return account.calls("UnbindJoinPermissionFromNodeGroup", pair(group, permission));
    }

    /// As another product would.
    static void lock(const Tenant& account, const std::string& group, const std::string& id,
                     const std::string& type) {
        run("INSERT INTO " + account.schema() + ".node_group_lock VALUES (" + group + ", '" + id +
            "', '" + type + "', 1)");
    }

    /// "NULL" where nothing is bound.
    static std::string group_of(const std::string& permission) {
        return value_of("SELECT bound_group_id FROM joingateexchange.lease WHERE permission_id = " +
                        permission);
    }
    static std::string groups(const Tenant& account) {
        return value_of("SELECT COUNT(*) FROM " + account.schema() + ".node_group");
    }
    static std::string group_ids() {
        return value_of("SELECT COUNT(*) FROM joingateexchange.resource WHERE kind = 'NODE_GROUP'");
    }
};

} // namespace joingate::test
