#include "tenancy/admin/locks.h"

#include "sql/statements.h"
#include "tenancy/admin/names.h"

#include <optional>

namespace joingate::admin {
namespace {

std::string schema_of(const Catalog& catalog, std::int64_t group) {
    std::optional<db::Row> schema;
    catalog.read([&](db::Session& session) {
        const auto resource = session.row(statement::catalog_instance_of_resource, {{"id", group}});
        if (!resource || resource->text("kind") != "NODE_GROUP")
            throw Refused{"there is no node group " + std::to_string(group)};
        schema = session.row(statement::catalog_schema_of_instance,
                             {{"instance", resource->number("instance")}});
    });
    if (!schema) throw Refused{"the instance of node group " + std::to_string(group) + " is gone"};
    return schema->text("schema_name");
}

} // namespace

bool add_lock(const Catalog& catalog, std::int64_t group, const std::string& lock) {
    check_lock_id(lock);
    std::uint64_t added = 0;
    catalog.change_tenant(schema_of(catalog, group), [&](db::Session& session) {
        added = session.change(statement::tenant_add_lock,
                               {{"group", group}, {"lock", lock}, {"type", "WRITE"}});
    });
    return added != 0;
}

bool remove_lock(const Catalog& catalog, std::int64_t group, const std::string& lock) {
    std::uint64_t removed = 0;
    catalog.change_tenant(schema_of(catalog, group), [&](db::Session& session) {
        removed = session.change(statement::tenant_remove_lock, {{"group", group}, {"lock", lock}});
    });
    return removed != 0;
}

std::vector<db::Row> list_locks(const Catalog& catalog, std::int64_t group) {
    std::vector<db::Row> rows;
    catalog.read_tenant(schema_of(catalog, group), [&](db::Session& session) {
        rows = session.rows(statement::tenant_locks, {{"group", group}});
    });
    return rows;
}

} // namespace joingate::admin
