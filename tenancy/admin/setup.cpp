#include "tenancy/admin/setup.h"

#include "sql/schema_names.h"
#include "sql/statements.h"
#include "tenancy/admin/catalog.h"
#include "tenancy/admin/check_parts.h"
#include "tenancy/private_file.h"
#include "tenancy/random.h"
#include "tenancy/secret_file.h"
#include "tenancy/wiped.h"

#include <openssl/crypto.h>
#include <openssl/rand.h>

#include <array>
#include <stdexcept>
#include <utility>

namespace joingate::admin {
namespace {

std::string new_master_key_line() {
    constexpr std::size_t kKeySize = 32;
    constexpr std::string_view kHex = "0123456789abcdef";
    std::array<unsigned char, kKeySize> key{};
    if (RAND_bytes(key.data(), static_cast<int>(key.size())) != 1)
        throw std::runtime_error{"no randomness from RAND_bytes"};
    std::string line{"1 "};
    for (const unsigned byte : key) {
        line += kHex[byte >> 4U];
        line += kHex[byte & 15U];
    }
    OPENSSL_cleanse(key.data(), key.size());
    return line + "\n";
}

using FamilyAndSchema = std::pair<std::string, std::string>;

std::vector<FamilyAndSchema> all_schemas(db::SchemaAdmin& schemas) {
    std::vector<FamilyAndSchema> all{
        {std::string{db::kCatalogFamily}, std::string{db::kCatalogSchema}},
        {std::string{db::kExchangeFamily}, std::string{db::kExchangeSchema}}};
    const auto catalog = schemas.status(db::kCatalogFamily, db::kCatalogSchema);
    if (catalog.empty() || catalog.front().applied_millis == 0) return all; // it names no instance
    for (const auto& instance : instance_rows(schemas))
        if (instance.is_complete()) all.emplace_back(db::kTenantFamily, instance.schema);
    return all;
}

} // namespace

void set_up(db::SchemaAdmin& schemas, const db::Login& worker, std::string_view worker_password) {
    schemas.create_login(worker, worker_password);
    schemas.create_common(worker);
}

bool create_master_key(const std::string& path) {
    if (has_secret(path)) return false;
    Wiped line{new_master_key_line()};
    return create_private_file(path, *line);
}

bool create_first_master_key(db::SchemaAdmin& schemas, const std::string& path) {
    if (has_secret(path)) return false;
    bool has_secrets = false;
    schemas.read(db::kCatalogSchema, [&](db::Session& session) {
        has_secrets = session.row(statement::setup_stored_secrets).value().flag("are_there");
    });
    if (has_secrets)
        throw Refused{path + " is not there, but the database holds secrets that were encrypted "
                             "with it: put your copy back; a new key could read none of them"};
    return create_master_key(path);
}

void lock_passwords(db::SchemaAdmin& schemas) {
    if (!schemas.lock_passwords())
        throw Refused{"another joingatectl changes the password of the workers' login; run this "
                      "again when it has ended"};
}

std::string new_password() {
    constexpr std::size_t kLength = 32;
    return random_text(kLettersAndDigits, kLength);
}

std::vector<SchemaState> schema_states(db::SchemaAdmin& schemas) {
    std::vector<SchemaState> states;
    for (const auto& [family, schema] : all_schemas(schemas)) {
        SchemaState state{schema, family};
        for (const auto& migration : schemas.status(family, schema)) {
            state.newest = migration.number;
            if (migration.applied_millis != 0) state.applied = migration.number;
        }
        states.push_back(std::move(state));
    }
    return states;
}

unsigned migrate_all(db::SchemaAdmin& schemas) {
    unsigned done = schemas.migrate(db::kCatalogFamily, db::kCatalogSchema);
    done += schemas.migrate(db::kExchangeFamily, db::kExchangeSchema);
    schemas.create_exchange_role();
    for (const auto& [family, schema] : all_schemas(schemas))
        done += schemas.migrate(family, schema);
    return done;
}

} // namespace joingate::admin
