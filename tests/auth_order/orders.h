#pragma once

#include "tests/support/two_tenants.h"

#include <stdexcept>
#include <string>

namespace joingate::test {

/// Orders in each state, and what became of them.
class Orders : public TwoTenants {
public:
    /// A new permission of the owner, offered to the renter; the order's id.
    std::string open_order() {
        permission_ = offered_to(renter);
        return owner.data();
    }
    std::string ended_by(Tenant& party, const std::string& action) {
        auto id = open_order();
        if (const auto code = answer(party, action, id); !code.empty())
            throw std::runtime_error{action + ": " + code};
        return id;
    }
    std::string accepted_order() { return ended_by(renter, "AcceptJoinPermissionAuthOrder"); }
    std::string rejected_order() { return ended_by(renter, "RejectJoinPermissionAuthOrder"); }
    std::string canceled_order() { return ended_by(owner, "CancelJoinPermissionAuthOrder"); }
    /// The owner's, offered to himself.
    std::string own_order() {
        permission_ = offered_to(owner);
        return owner.data();
    }

    /// The permission of the last order.
    const std::string& permission_of_order() const { return permission_; }

    static std::string answer(Tenant& party, const std::string& action, const std::string& order) {
        return party.calls(action, {{"OrderId", order}});
    }
    static std::string submit(Tenant& account, const std::string& permission,
                              const std::string& renter) {
        return account.calls("SubmitJoinPermissionAuthOrder",
                             {{"JoinPermissionId", permission}, {"RenterAliyunId", renter}});
    }

    static std::string order_state(const std::string& order) {
        return value_of("SELECT order_state FROM joingateexchange.auth_order WHERE order_id = " +
                        order);
    }
    /// "" once there is no lease.
    static std::string lease_state(const std::string& order) {
        return value_of("SELECT lease_state FROM joingateexchange.lease WHERE order_id = " + order);
    }
    /// Numbers of orders and leases that contradict each other.
    static std::string contradictions() {
        return value_of(
            "SELECT COUNT(*) FROM joingateexchange.auth_order AS o"
            "  LEFT JOIN joingateexchange.lease AS l ON l.order_id = o.order_id"
            " WHERE COALESCE(l.lease_state, 'NONE') <>"
            "       IF(o.order_state IN ('APPLYING', 'ACCEPTED'), o.order_state, 'NONE')");
    }

private:
    std::string permission_;
};

} // namespace joingate::test
