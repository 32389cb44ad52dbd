#pragma once

#include "tenancy/account.h"
#include "tenancy/policy/document.h"
#include "tenancy/signing_key.h"

#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace joingate {

/// Who an access key stands for, with all that the gate needs to know; immutable, shared by
/// threads.
struct Principal {
    std::string access_key_id;
    bool key_active = false;
    SigningKey key;
    std::shared_ptr<const Account> account;
    /// The RAM user; none for the root account.
    std::optional<std::string> user;
    /// Documents of the user and of its groups. A null entry is a stored document that could not be
    /// understood: it denies everything (policy E9).
    std::vector<std::shared_ptr<const policy::Document>> policies;
};

} // namespace joingate
