#include "tenancy/directory.h"

#include "tenancy/shared_memory.h"

#include "sql/statements.h"
#include "tenancy/lru_cache.h"

#include <openssl/crypto.h>

#include <algorithm>
#include <charconv>
#include <optional>
#include <utility>

namespace joingate {
namespace {

constexpr std::size_t kKnown = 10000;
/// Bounds how long a change goes unseen whose announcement was lost.
constexpr std::chrono::seconds kLongestKnown{60};
/// Whoever asks for random names evicts other unknown names, never a known one.
constexpr std::size_t kUnknown = 10000;

/// What no row of the catalog can be called needs no look-up.
bool can_be_a_name(std::string_view text) {
    constexpr std::size_t kMost = 128;
    return !text.empty() && text.size() <= kMost &&
           std::all_of(text.begin(), text.end(), [](char c) { return c > ' ' && c <= '~'; });
}

/// Only the form that joingatectl announces as changed: no sign, no leading zero.
std::optional<std::int64_t> as_uid(std::string_view text) {
    std::int64_t uid = 0;
    const auto* end = text.data() + text.size();
    const auto [stop, error] = std::from_chars(text.data(), end, uid);
    if (error != std::errc{} || stop != end || uid <= 0 || text.front() == '0') return {};
    return uid;
}

db::Scope catalog_scope() {
    return {"jgcatalog", "joingate", {}};
}

std::shared_ptr<const Account> read_account(db::Session& session, const std::string& name,
                                            const Defaults& defaults) {
    const auto row =
        session.row(statement::directory_account, {{"name", std::string_view{name}}, {"uid", {}}});
    if (!row) return nullptr;
    auto account = std::make_shared<Account>();
    account->name = name;
    account->uid = row->number("uid");
    account->blocked = row->text("state") != "ACTIVE";
    account->activated = row->flag("activated");
    account->in_arrearage = row->flag("in_arrearage");
    account->quotas = defaults.quotas;
    account->rates["*"] = defaults.calls_per_second;
    for (const auto& fact :
         session.rows(statement::directory_account_facts, {{"account", std::string_view{name}}})) {
        const auto& kind = fact.text("kind");
        if (kind == "feature")
            account->features.insert(fact.text("name"));
        else if (kind == "quota")
            account->quotas[fact.text("name")] = fact.number("number");
        else if (kind == "rate")
            account->rates[fact.text("name")] = static_cast<unsigned>(fact.number("number"));
        else if (kind == "public_is_away")
            account->public_is_away = true;
        else
            account->instances.push_back({fact.number("number"), fact.text("name"),
                                          fact.text("schema_name"), fact.flag("is_public")});
    }
    std::sort(account->instances.begin(), account->instances.end(),
              [](const Instance& a, const Instance& b) { return a.number < b.number; });
    return account;
}

/// Null for what cannot be understood: it denies everything (policy E9).
policy::DocumentPtr document_of(const db::Row& attached) {
    if (attached.text("policy_type") == "System")
        return policy::system_policy(attached.text("policy_name"));
    if (!attached.has("document")) return nullptr;
    try {
        return policy::Document::parse(attached.text("document"), policy::Kind::Identity);
    } catch (const policy::Malformed&) {
        return nullptr;
    }
}

SigningKey signing_key(const SecretBox& secrets, std::string_view id, const db::Row& row) {
    auto secret = secrets.open(id, static_cast<int>(row.number("key_version")), row.text("secret"));
    SigningKey key{secret};
    OPENSSL_cleanse(secret.data(), secret.size());
    return key;
}

} // namespace

class Directory::Cache {
public:
    Cache(db::Database& database, const SharedMemory& memory, const SecretBox& secrets,
          Defaults defaults, MonotonicClock clock)
        : database_{database},
          memory_{memory},
          secrets_{secrets},
          defaults_{std::move(defaults)},
          clock_{std::move(clock)},
          keys_{kKnown},
          accounts_{kKnown},
          unknown_keys_{kUnknown},
          unknown_accounts_{kUnknown} {}

    std::shared_ptr<const Principal> key(std::string_view id, const db::Deadline& deadline) {
        if (const auto known = current(keys_, id)) return known->value;
        if (is_unknown(unknown_keys_, id)) return nullptr;
        // A key may move to another account between the two reads; whoever moves it changes the
        // generation, so the next look settles it.
        const Look look{memory_.generation(id), clock_()};
        const auto owner = account_of_key(id, deadline);
        auto principal = owner ? load_principal(id, look, *owner, deadline) : nullptr;
        if (!principal) unknown_keys_.put(id, look);
        return principal;
    }

    std::shared_ptr<const Account> account(std::string_view asked, const db::Deadline& deadline) {
        if (const auto known = current(accounts_, asked)) return known->value;
        if (is_unknown(unknown_accounts_, asked)) return nullptr;
        Look look{memory_.generation(asked), clock_()};
        const auto name = name_of(asked, deadline);
        if (!name) {
            unknown_accounts_.put(asked, look);
            return nullptr;
        }
        const auto account_generation = memory_.generation(*name);
        const auto cached = current(accounts_, *name);
        auto account = cached ? cached->value : load_account(*name, deadline);
        if (cached) look.time = std::min(look.time, cached->look.time);
        if (account)
            accounts_.put(asked, {account, look, account_generation});
        else
            unknown_accounts_.put(asked, look);
        return account;
    }

private:
    /// What was read before the database was looked into.
    struct Look {
        std::uint64_t generation = 0;    ///< of the name that was asked for
        std::chrono::nanoseconds time{}; ///< the oldest of what was read
    };

    /// What was loaded.
    template <class Value> struct Known {
        std::shared_ptr<const Value> value;
        Look look;
        std::uint64_t account_generation = 0; ///< of its account, before it was loaded
    };

    static const std::string& account_name(const Principal& principal) {
        return principal.account->name;
    }
    static const std::string& account_name(const Account& account) { return account.name; }

    template <class Value>
    std::optional<Known<Value>> current(LruCache<Known<Value>>& cache, std::string_view name) {
        auto known = cache.find(name);
        if (!known || !holds(known->look, name) ||
            known->account_generation != memory_.generation(account_name(*known->value)))
            return std::nullopt;
        return known;
    }

    bool is_unknown(LruCache<Look>& cache, std::string_view name) const {
        const auto look = cache.find(name);
        return look && holds(*look, name);
    }

    bool holds(const Look& look, std::string_view name) const {
        return clock_() - look.time <= kLongestKnown && look.generation == memory_.generation(name);
    }

    std::optional<std::string> account_of_key(std::string_view id, const db::Deadline& deadline) {
        std::optional<db::Row> row;
        database_.read(catalog_scope(), deadline, [&](db::Session& session) {
            row = session.row(statement::directory_account_of_key, {{"key", id}});
        });
        if (!row) return {};
        return row->text("account");
    }

    std::optional<std::string> name_of(std::string_view asked, const db::Deadline& deadline) {
        const auto uid = as_uid(asked);
        if (!uid) return std::string{asked};
        std::optional<db::Row> row;
        database_.read(catalog_scope(), deadline, [&](db::Session& session) {
            row = session.row(statement::directory_account, {{"name", asked}, {"uid", *uid}});
        });
        if (!row) return {};
        return row->text("account");
    }

    std::shared_ptr<const Account> load_account(const std::string& name,
                                                const db::Deadline& deadline) {
        std::shared_ptr<const Account> account;
        database_.read_snapshot(catalog_scope(), deadline, [&](db::Session& session) {
            account = read_account(session, name, defaults_);
        });
        return account;
    }

    /// Null where the key is gone, or belongs to another account than it did just now.
    std::shared_ptr<const Principal> load_principal(std::string_view id, Look look,
                                                    const std::string& owner,
                                                    const db::Deadline& deadline) {
        const auto account_generation = memory_.generation(owner);
        const auto cached = current(accounts_, owner);
        if (cached) look.time = std::min(look.time, cached->look.time);
        std::shared_ptr<const Principal> principal;
        database_.read_snapshot(catalog_scope(), deadline, [&](db::Session& session) {
            principal = nullptr;
            const auto row = session.row(statement::directory_key, {{"key", id}});
            if (!row || row->text("account") != owner) return;
            // One account object serves all its keys.
            auto account = cached ? cached->value : read_account(session, owner, defaults_);
            if (!account) return;
            principal = read_principal(session, id, *row, std::move(account));
        });
        if (!principal) return nullptr;
        keys_.put(id, {principal, look, account_generation});
        if (!cached)
            accounts_.put(
                owner, {principal->account, {account_generation, look.time}, account_generation});
        return principal;
    }

    std::shared_ptr<const Principal> read_principal(db::Session& session, std::string_view id,
                                                    const db::Row& row,
                                                    std::shared_ptr<const Account> account) const {
        std::optional<std::string> user;
        std::vector<policy::DocumentPtr> policies;
        if (row.flag("is_users")) {
            user = row.text("user_name");
            for (const auto& attached : session.rows(statement::directory_policies,
                                                     {{"account", std::string_view{account->name}},
                                                      {"user", std::string_view{*user}}}))
                policies.push_back(document_of(attached));
        }
        return std::make_shared<const Principal>(Principal{
            std::string{id}, row.text("state") == "ACTIVE", signing_key(secrets_, id, row),
            std::move(account), std::move(user), std::move(policies)});
    }

    db::Database& database_;
    const SharedMemory& memory_;
    const SecretBox& secrets_;
    const Defaults defaults_;
    const MonotonicClock clock_;
    LruCache<Known<Principal>> keys_;
    LruCache<Known<Account>> accounts_;
    LruCache<Look> unknown_keys_;
    LruCache<Look> unknown_accounts_;
};

Directory::Directory(db::Database& database, const SharedMemory& memory, const SecretBox& secrets,
                     Defaults defaults, MonotonicClock clock)
    : cache_{std::make_unique<Cache>(database, memory, secrets, std::move(defaults),
                                     std::move(clock))} {}

Directory::~Directory() = default;

std::shared_ptr<const Principal> Directory::find_key(std::string_view access_key_id,
                                                     const db::Deadline& deadline) const {
    if (!can_be_a_name(access_key_id)) return nullptr;
    return cache_->key(access_key_id, deadline);
}

std::shared_ptr<const Account> Directory::find_account(std::string_view name_or_uid,
                                                       const db::Deadline& deadline) const {
    if (!can_be_a_name(name_or_uid)) return nullptr;
    return cache_->account(name_or_uid, deadline);
}

} // namespace joingate
