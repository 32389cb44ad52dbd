#pragma once

#include "sql/schema_admin.h"

#include <string>
#include <string_view>
#include <vector>

namespace joingate::admin {

/// The worker's login with its password, then catalog and exchange with their roles. May be
/// repeated; a login that is there keeps its password.
void set_up(db::SchemaAdmin& schemas, const db::Login& worker, std::string_view worker_password);

/// A file with one new master key (version 1), readable by its owner only. False where there is one
/// already, plain or encrypted: it is never replaced, since it opens every stored secret. Throws
/// std::runtime_error.
bool create_master_key(const std::string& path);

/// The same, but throws Refused where the catalog holds secrets already: they are sealed with a key
/// that is elsewhere, and a new one would open none of them.
bool create_first_master_key(db::SchemaAdmin& schemas, const std::string& path);

/// Until `schemas` ends, no other joingatectl changes the password of the workers' login, on any
/// host. Take it before reading the file of the password. Throws Refused.
void lock_passwords(db::SchemaAdmin& schemas);

/// A random password of 32 letters and digits.
std::string new_password();

/// A schema of ours and how far it is.
struct SchemaState {
    std::string schema;
    std::string family;
    int applied = 0; ///< number of its last migration; 0 where it does not exist
    int newest = 0;  ///< number of the last migration this program has
};

/// Catalog, exchange, and the schema of every instance that is READY or SUSPENDED. Neither has to
/// exist.
std::vector<SchemaState> schema_states(db::SchemaAdmin& schemas);

/// Runs what is missing everywhere; catalog and exchange first. Returns how many migrations that
/// were. An interrupted call is finished by the next.
unsigned migrate_all(db::SchemaAdmin& schemas);

} // namespace joingate::admin
