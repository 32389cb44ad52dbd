#pragma once

#include "sql/schema_admin.h"
#include "tenancy/admin/catalog.h"

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace joingate::admin {

/// What making and unmaking an instance takes besides the catalog.
struct Tenants {
    db::SchemaAdmin& schemas;
    /// Gets the role of every tenant.
    db::Login worker;
};

struct NewInstance {
    std::string account;
    /// Drawn at random if absent; then an instance that a crash left unfinished is taken first.
    std::optional<std::string> id;
    /// An account has at most one public instance; asking for it again finds it.
    bool is_public = false;
};

struct CreatedInstance {
    std::string id;
    /// False where it was READY already.
    bool created = false;
};

/// Registers the instance as CREATING, then makes schema, migrations, role and grants, then READY.
/// Whatever interrupts it, the same call finishes it. Two calls at once do not meet: the row of
/// the instance is held while it is made.
CreatedInstance create_instance(const Catalog& catalog, const Tenants& tenants,
                                const NewInstance& instance);

/// Columns iot_instance_id, account, schema_name, state, is_public, create_millis; of all accounts
/// without one.
std::vector<db::Row> list_instances(const Catalog& catalog,
                                    const std::optional<std::string>& account);
db::Row show_instance(const Catalog& catalog, std::string_view id);

/// READY to SUSPENDED and back; false where it was so already, Refused in another state.
bool suspend_instance(const Catalog& catalog, const std::string& id);
bool resume_instance(const Catalog& catalog, const std::string& id);

/// Ends its offers and leases, gives its quota back, drops schema and role, forgets it. `settle` is
/// how long requests that had begun before may still run. May be repeated after any interruption.
void delete_instance(const Catalog& catalog, const Tenants& tenants, const std::string& id,
                     std::chrono::milliseconds settle);

} // namespace joingate::admin
