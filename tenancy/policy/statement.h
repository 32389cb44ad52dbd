#pragma once

#include "tenancy/policy/condition.h"

#include <string>
#include <vector>

namespace joingate::policy {

/// Services and names are compared without letter case (M1).
struct ActionPattern {
    std::string service;
    std::string name;
};

/// The five parts of an ARN are matched one by one, so that a wildcard stays inside its part (M4).
struct ResourcePattern {
    std::string service;
    std::string region; ///< empty means any (M11)
    std::string account;
    std::string relative_id;
};

/// An entry `RAM` of a trust policy. Entries for services and federated users match no RAM caller
/// and are not kept.
struct TrustedPrincipal {
    enum class Kind { Account, User, Role } kind = Kind::Account;
    std::string account;
    std::string name; ///< of the user or role
};

enum class Effect { Deny, Allow };

/// A statement as it is evaluated. `*` on its own is kept as a pattern of stars.
struct Statement {
    Effect effect = Effect::Deny;
    bool not_action = false; ///< applies to what `actions` does not match (M2)
    std::vector<ActionPattern> actions;
    bool not_resource = false;                ///< applies to what `resources` does not match (M8)
    std::vector<ResourcePattern> resources;   ///< none in a trust policy
    std::vector<TrustedPrincipal> principals; ///< only in a trust policy
    std::vector<Condition> conditions;
};

} // namespace joingate::policy
