#pragma once

#include "tenancy/device_secrets.h"
#include "tests/support/tenant.h"

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

namespace joingate::test {

/// An owner, a renter and a stranger with nothing in their instances, in front of a service that is
/// the real one from signature to database. The accounts are made once per test program; what they
/// own is removed before each case. Tests that use it run on the main thread.
class TwoTenants {
public:
    TwoTenants();
    TwoTenants(const TwoTenants&) = delete;
    TwoTenants& operator=(const TwoTenants&) = delete;

    Tenant owner;
    Tenant renter;
    Tenant stranger;

    /// A second, enterprise instance of the owner.
    static const std::string& enterprise_id();
    static const std::string& enterprise_schema();

    /// A new LOCAL permission of the owner; its id. Without a name it is permission_N, N from 1.
    std::string permission(const std::string& name = {}, const Tenant::Pairs& changes = {});
    /// The same, offered to an account: APPLYING, or ACCEPTED for the owner itself.
    std::string offered_to(const Tenant& account);
    /// The same, accepted.
    std::string rented_by(Tenant& account);
    /// A ROAMING permission; its id.
    static std::string roaming(Tenant& account, const std::string& name = "roaming_one");
    /// A node group of the account that is bound to a permission it rents; the group's id.
    static std::string bound(Tenant& account, const std::string& permission);

    /// A node that the operator vouches for, until the end of the case.
    static void register_node(const std::string& dev_eui);
    /// The PIN of every registered node.
    static constexpr const char* kPin = "123456";
    /// What the registry keeps of every node; the AppKey sealed.
    static constexpr const char* kNodeJoinEui = "d896e0efff000009";
    static constexpr const char* kAppKey = "000102030405060708090a0b0c0d0e0f";
    /// Registers the node and adds it to a group of the account.
    static void add_node(Tenant& account, const std::string& group, const std::string& dev_eui);

    /// Sets a quota until the end of the case.
    void limit(const Tenant& account, const std::string& quota, std::int64_t most);
    /// What the counter of a quota stands at.
    static std::string used(const Tenant& account, const std::string& quota);

    /// A new RAM user of the account with a key, and a policy of this text (without one, none).
    static Tenant user_of(const Tenant& account, const std::string& policy);
    /// An account without any instance.
    static Tenant homeless();
    static void disable_key(const Tenant& user);
    /// States of an account, until they are set back.
    static void block(const Tenant& account, bool blocked);
    static void activate(const Tenant& account, bool activated);
    static void arrearage(const Tenant& account, bool in_arrearage);
    static void feature(const Tenant& account, std::string_view name, bool active);
    /// The next call of the account, or about it, reads it from the catalog again.
    static void forget(const Tenant& account);

    /// Hashes PINs as the operator does who registers devices.
    static const DeviceSecrets& devices();

    /// Removes what the accounts own, as before each case.
    static void empty();
    /// Equal as long as no row of the exchange or of a tenant differs.
    static std::string fingerprint();

    /// Runs a statement in the exchange, starts `call` before the statement is committed and
    /// returns what it came to. The call must have waited for the commit.
    static std::string overtaken(const std::string& sql, const std::function<std::string()>& call);

    /// The first cell of the first row, read past all code under test; "NULL", or "" for no row.
    static std::string value_of(const std::string& sql);
    static void run(const std::string& sql);

private:
    int names_ = 0;
};

} // namespace joingate::test
