#include "tenancy/admin/keys.h"

#include "sql/statements.h"
#include "tenancy/admin/limits.h"
#include "tenancy/admin/names.h"
#include "tenancy/admin/users.h"
#include "tenancy/random.h"

#include <openssl/crypto.h>

#include <functional>

namespace joingate::admin {
namespace {

[[noreturn]] void refuse_unknown(const std::string& id) {
    throw Refused{"there is no access key " + id + "; see `joingatectl key list ACCOUNT`"};
}

bool has_secret(const SecretBox& secrets, const db::Row& row, const KeyPair& pair) {
    auto stored =
        secrets.open(pair.id, static_cast<int>(row.number("key_version")), row.text("secret"));
    const bool same = stored == pair.secret;
    OPENSSL_cleanse(stored.data(), stored.size());
    return same;
}

bool is_of_user(const db::Row& row, const std::optional<std::string>& user) {
    return user ? row.has("user_name") && row.text("user_name") == *user : !row.has("user_name");
}

/// The workers must see the change of the key and of its account; a key never changes its account
/// but by being deleted.
void change_key(const Catalog& catalog, const std::string& id,
                const std::function<void(db::Session&)>& work) {
    std::string account;
    const auto find = [&](db::Session& session) {
        const auto row = session.row(statement::directory_account_of_key, {{"key", id}});
        if (row) account = row->text("account");
    };
    catalog.read(find);
    if (account.empty()) {
        // Whoever removed it may have been stopped before the workers were told.
        catalog.change({id}, [](db::Session&) {});
        refuse_unknown(id);
    }
    catalog.change({id, account}, [&](db::Session& session) {
        lock_account(session, account);
        if (!session.row(statement::catalog_key, {{"key", id}})) refuse_unknown(id);
        work(session);
    });
}

} // namespace

KeyPair new_key_pair() {
    constexpr std::size_t kIdLength = 20;
    constexpr std::size_t kSecretLength = 30;
    return {"LTAI" + random_text(kLettersAndDigits, kIdLength),
            random_text(kLettersAndDigits, kSecretLength)};
}

bool add_key(const Catalog& catalog, const SecretBox& secrets, const std::string& account,
             const std::optional<std::string>& user, const KeyPair& pair,
             const std::function<void()>& before_commit) {
    bool added = false;
    catalog.change({pair.id, account}, [&](db::Session& session) {
        lock_account(session, account);
        // The name as the user was created with, whatever letter case was typed.
        std::optional<std::string> owner;
        if (user) owner = require_user(session, account, *user).text("user_name");
        const auto existing = session.row(statement::catalog_key, {{"key", pair.id}});
        added = !existing;
        if (existing) {
            if (existing->text("account") != account || !is_of_user(*existing, owner) ||
                !has_secret(secrets, *existing, pair))
                throw Refused{"access key " + pair.id +
                              " exists, with another owner or another secret"};
            return;
        }
        if (owner) {
            const auto keys =
                session.rows(statement::catalog_keys, {{"account", account}, {"user", *owner}});
            check_limit("User.AccessKey", "access keys of a user", keys.size(), kKeysPerUser);
        }
        const auto sealed = secrets.seal(pair.id, pair.secret);
        session.change(statement::catalog_add_key, {{"key", pair.id},
                                                    {"account", account},
                                                    {"user", db::nullable(owner)},
                                                    {"secret", sealed},
                                                    {"version", secrets.current_version()}});
        before_commit();
    });
    return added;
}

std::vector<db::Row> list_keys(const Catalog& catalog, std::string_view account,
                               const std::optional<std::string>& user) {
    std::vector<db::Row> rows;
    catalog.read_account(account, [&](db::Session& session) {
        if (user) require_user(session, account, *user);
        rows = session.rows(statement::catalog_keys,
                            {{"account", account}, {"user", db::nullable(user)}});
    });
    return rows;
}

bool set_key_active(const Catalog& catalog, const std::string& id, bool active) {
    std::uint64_t changed = 0;
    change_key(catalog, id, [&](db::Session& session) {
        changed = session.change(statement::catalog_set_key_state,
                                 {{"key", id}, {"state", active ? "ACTIVE" : "DISABLED"}});
    });
    return changed != 0;
}

void delete_key(const Catalog& catalog, const std::string& id) {
    change_key(catalog, id, [&](db::Session& session) {
        session.change(statement::catalog_delete_key, {{"key", id}});
    });
}

} // namespace joingate::admin
