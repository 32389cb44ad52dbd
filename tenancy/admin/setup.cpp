#include "tenancy/admin/setup.h"

#include "sql/schema_names.h"
#include "tenancy/admin/instances.h"

#include <openssl/crypto.h>
#include <openssl/rand.h>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <optional>
#include <stdexcept>
#include <system_error>
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

[[noreturn]] void fail(const std::string& path) {
    throw std::runtime_error{"cannot write " + path + ": " +
                             std::generic_category().message(errno)};
}

using FamilyAndSchema = std::pair<std::string, std::string>;

std::vector<FamilyAndSchema> all_schemas(const Catalog& catalog) {
    std::vector<FamilyAndSchema> all{
        {std::string{db::kCatalogFamily}, std::string{db::kCatalogSchema}},
        {std::string{db::kExchangeFamily}, std::string{db::kExchangeSchema}}};
    for (const auto& row : list_instances(catalog, std::nullopt)) {
        const auto& state = row.text("state");
        if (state == "READY" || state == "SUSPENDED")
            all.emplace_back(db::kTenantFamily, row.text("schema_name"));
    }
    return all;
}

} // namespace

void set_up(db::SchemaAdmin& schemas, const db::Login& worker, std::string_view worker_password) {
    schemas.create_login(worker, worker_password);
    schemas.create_common(worker);
}

bool create_master_key(const std::string& path) {
    // Written aside and linked into place: a crash leaves no half of a key under the real name.
    const auto aside = path + "." + std::to_string(::getpid());
    const int file = ::open(aside.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, S_IRUSR);
    if (file < 0) fail(aside);
    auto line = new_master_key_line();
    const bool written =
        ::write(file, line.data(), line.size()) == static_cast<ssize_t>(line.size()) &&
        ::fsync(file) == 0;
    OPENSSL_cleanse(line.data(), line.size());
    const bool closed = ::close(file) == 0;
    const bool linked = written && closed && ::link(aside.c_str(), path.c_str()) == 0;
    const int why = errno;
    ::unlink(aside.c_str());
    errno = why;
    if (!linked && (!written || !closed || why != EEXIST)) fail(path);
    return linked;
}

std::vector<SchemaState> schema_states(const Catalog& catalog, db::SchemaAdmin& schemas) {
    std::vector<SchemaState> states;
    for (const auto& [family, schema] : all_schemas(catalog)) {
        SchemaState state{schema, family};
        for (const auto& migration : schemas.status(family, schema)) {
            state.newest = migration.number;
            if (migration.applied_millis != 0) state.applied = migration.number;
        }
        states.push_back(std::move(state));
    }
    return states;
}

unsigned migrate_all(const Catalog& catalog, db::SchemaAdmin& schemas) {
    unsigned done = schemas.migrate(db::kCatalogFamily, db::kCatalogSchema);
    done += schemas.migrate(db::kExchangeFamily, db::kExchangeSchema);
    schemas.create_exchange_role();
    for (const auto& [family, schema] : all_schemas(catalog))
        done += schemas.migrate(family, schema);
    return done;
}

} // namespace joingate::admin
