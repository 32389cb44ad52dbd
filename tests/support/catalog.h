#pragma once

#include "sql/database.h"
#include "tenancy/access_key.h"
#include "tenancy/admin/accounts.h"
#include "tenancy/admin/catalog.h"
#include "tenancy/admin/instances.h"
#include "tenancy/admin/keys.h"
#include "tenancy/directory.h"
#include "tenancy/shared_memory.h"
#include "tests/support/test_database.h"

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace joingate::test {

/// What joingatectl and a worker share, over the throw-away server: one operator's login, one
/// worker's, one shared memory.
struct WithCatalog {
    WithCatalog();
    ~WithCatalog();
    WithCatalog(const WithCatalog&) = delete;
    WithCatalog& operator=(const WithCatalog&) = delete;

    /// A name that no other test has.
    static std::string fresh_name(const std::string& begin);
    /// A new account, activated, with all features.
    std::string fresh_account() const;
    admin::KeyPair fresh_key(const std::string& account,
                             const std::optional<std::string>& user = {}) const;
    admin::Tenants tenants() const { return {server.schemas(), server.worker_login()}; }
    static db::Deadline soon() { return db::Deadline::after(std::chrono::seconds{10}); }
    /// A look-up under it succeeds only without the database.
    static db::Deadline too_late() { return db::Deadline::after(std::chrono::seconds{0}); }

    struct Ran {
        int status = 0;
        std::string out;
        std::string err;
    };
    /// joingatectl with the configuration of this server.
    Ran ctl(std::vector<std::string> arguments, const std::string& input = {}) const;

    TestDatabase& server = TestDatabase::instance();
    std::filesystem::path directory_path;
    SharedMemory memory;
    SecretBox secrets;
    db::Database operators{server.admin()};
    db::Database workers{server.worker()};
    admin::Catalog catalog{operators, memory};
    Directory directory;
};

} // namespace joingate::test
