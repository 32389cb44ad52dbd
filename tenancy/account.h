#pragma once

#include "sql/session.h"

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace joingate {

/// The owner of every ROAMING permission, as the wire shows it; no account can have this name.
inline constexpr std::string_view kNetworkOwner{"AliCloud IoT"};

/// A partition of a tenant in state READY; one in any other state does not exist for a request.
struct Instance {
    std::int64_t number = 0;
    std::string id; ///< IotInstanceId
    std::string schema;
    bool is_public = false;
};

/// An account as the catalog knew it when it was loaded; immutable, so it may be read by all
/// threads.
struct Account {
    std::string name; ///< what the wire calls AliyunId
    std::int64_t uid = 0;
    bool blocked = false;
    bool activated = false;
    bool in_arrearage = false; ///< its charge status; nothing is refused for it
    std::set<std::string, std::less<>> features;
    std::map<std::string, std::int64_t, std::less<>> quotas; ///< limits, defaults included
    std::map<std::string, unsigned, std::less<>>
        rates;                       ///< calls per second by action; "*" for the others
    std::vector<Instance> instances; ///< oldest first
    bool public_is_away = false;     ///< there is a public instance, and it is not READY

    /// Calls per second that an action is allowed.
    unsigned rate(std::string_view action) const;
    const Instance* instance(std::string_view iot_instance_id) const;
    const Instance* instance(std::int64_t number) const;
    /// The instance of a call that names none: the public one; the oldest for an account that has
    /// never had a public one. What is written while it is suspended must not land elsewhere. Null
    /// where there is none.
    const Instance* home() const;
    /// The public instance, if it is READY.
    const Instance* public_instance() const;
};

/// As the wire names it: NORMAL or ARREARAGE.
std::string_view charge_status(const Account& account);

/// What a session of this account in this instance may touch. The role has the name of the schema.
db::Scope scope_of(const Account& account, const Instance& instance);

} // namespace joingate
