#pragma once

#include "sql/database.h"
#include "sql/schema_admin.h"

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

namespace joingate::test {

/// A private MariaDB or MySQL server (server.h) on a Unix socket in the build tree: started when
/// the first test wants it, set up as check() wants it, with catalog and exchange; gone with the
/// test program, however that ends. Call instance() for the first time on the main thread.
class TestDatabase {
public:
    static TestDatabase& instance();
    /// Another server, with these options and without any schema. Its name is part of its folder's.
    TestDatabase(const std::string& name, const std::vector<std::string>& options);
    ~TestDatabase();
    TestDatabase(const TestDatabase&) = delete;
    TestDatabase& operator=(const TestDatabase&) = delete;

    /// May do everything.
    const db::Settings& admin() const { return admin_; }
    /// A worker's: no right of its own, only the roles.
    const db::Settings& worker() const { return worker_; }
    const db::Login& worker_login() const { return worker_login_; }
    db::SchemaAdmin& schemas() { return *schemas_; }

    /// A new tenant's schema, which is also the name of its role.
    std::string fresh_tenant();
    /// What a session of this tenant may touch.
    static db::Scope scope(const std::string& schema, const std::string& caller = "caller",
                           std::int64_t instance = 1);

    /// Runs a statement as the administrator, past all code under test.
    void run(const std::string& sql) const;
    /// Runs statements, each ended by a semicolon, in one transaction and one round trip.
    void run_as_one(const std::string& statements) const;
    /// The first cell of the first row, read past all code under test; "NULL" for a NULL, "" where
    /// there is no row.
    std::string value_of(const std::string& sql) const;
    std::vector<std::vector<std::string>> rows_of(const std::string& sql) const;

    /// Rows for a FROM clause: `seq` from 1 to `most`, which is at most 2000.
    static std::string numbers_to(int most);
    /// A number of SHOW GLOBAL STATUS.
    std::int64_t status_of(const std::string& name) const;
    /// How many deadlocks the server has had to break so far.
    std::int64_t deadlocks() const;

private:
    TestDatabase();
    void start(const std::vector<std::string>& options);
    void stop() noexcept;
    void make_numbers() const;
    static constexpr int kMostNumbers = 2000;

    std::filesystem::path directory_;
    int pid_ = -1;
    db::Settings admin_;
    db::Settings worker_;
    db::Login worker_login_;
    std::unique_ptr<db::SchemaAdmin> schemas_;
    int tenants_ = 0;
};

} // namespace joingate::test
