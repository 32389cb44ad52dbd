#pragma once

#include "tenancy/access_key.h"
#include "tenancy/admin/catalog.h"

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace joingate::admin {

/// An access key with its secret, for the one moment in which it is shown.
struct KeyPair {
    std::string id;
    std::string secret;
};

/// `LTAI` and 20 letters or digits, and a secret of 30.
KeyPair new_key_pair();

/// Stores a pair, the secret encrypted. False if the very same pair was there already; Refused if
/// the id belongs to somebody else or has another secret. Calls `before_commit` once the key is
/// sure to be taken and before it is committed, more than once if the transaction is repeated; if
/// that throws, no key is stored.
bool add_key(
    const Catalog& catalog, const SecretBox& secrets, const std::string& account,
    const std::optional<std::string>& user, const KeyPair& pair,
    const std::function<void()>& before_commit = [] {});

/// Columns access_key_id, account, user_name (NULL: the root account), state, create_millis.
std::vector<db::Row> list_keys(const Catalog& catalog, std::string_view account,
                               const std::optional<std::string>& user);

/// Each returns whether something changed; Refused for an unknown key.
bool set_key_active(const Catalog& catalog, const std::string& id, bool active);
void delete_key(const Catalog& catalog, const std::string& id);

} // namespace joingate::admin
