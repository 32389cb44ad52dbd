#include "sql/failure.h"
#include "sql/migration_text.h"
#include "sql/migrations.h"
#include "sql/schema_names.h"
#include "sql/statements.h"
#include "sql/unique_keys.h"
#include "tenancy/admin/check_parts.h"

#include <algorithm>
#include <functional>
#include <set>

namespace joingate::admin {
namespace {

using Rows = std::vector<db::Row>;

void check_migrations(const Rows& applied, std::string_view family, const std::string& schema,
                      Differences& found) {
    std::int64_t newest = 0;
    for (const auto& migration : db::all_migrations()) {
        if (migration.family != family) continue;
        newest = migration.number;
        const auto differs = [&](const std::string& problem) {
            found.push_back({schema, "migration " + std::string{migration.name}, problem});
        };
        const auto row = std::find_if(applied.begin(), applied.end(), [&](const db::Row& one) {
            return one.number("number") == migration.number;
        });
        if (row == applied.end())
            differs("is missing; run `joingatectl schema migrate`");
        else if (!row->has("applied_millis"))
            differs("was interrupted; run `joingatectl schema migrate`");
        else if (row->text("sha256") != db::sha256_hex(migration.text))
            differs("is not the text that was applied");
    }
    for (const auto& row : applied)
        if (row.number("number") > newest)
            found.push_back({schema, "migration " + row.text("name"),
                             "is newer than this program; use the newer one"});
}

std::string key_text(std::string_view name, std::string_view columns) {
    return "has no unique key " + std::string{name} + " (" + std::string{columns} + ")";
}

void check_keys(const Rows& there, std::string_view family, const std::string& schema,
                Differences& found) {
    for (const auto& key : db::kUniqueKeys)
        if (key.family == family &&
            std::none_of(there.begin(), there.end(), [&](const db::Row& row) {
                return row.text("table_name") == key.table && row.text("key_name") == key.name &&
                       row.text("key_columns") == key.columns;
            }))
            found.push_back(
                {schema, "table " + std::string{key.table}, key_text(key.name, key.columns)});
}

} // namespace

Differences check_structure(db::SchemaAdmin& schemas, std::string_view family,
                            std::string_view schema) {
    Differences found;
    bool is_migrating = false;
    schemas.read(schema, [&](db::Session& session) {
        found.clear();
        const std::string name{schema};
        const db::Binds binds{{"schema", schema}};
        check_migrations(session.rows(statement::migration_list), family, name, found);
        check_keys(session.rows(statement::check_unique_keys, binds), family, name, found);
        is_migrating = !found.empty() &&
                       session.row(statement::check_migrating, binds).value().flag("is_migrating");
    });
    if (is_migrating) throw db::Conflict{0, "it is being migrated"};
    return found;
}

Differences check_schemas(db::SchemaAdmin& schemas) {
    std::set<std::string, std::less<>> names;
    schemas.read(db::kCatalogSchema, [&](db::Session& session) {
        names.clear();
        for (const auto& row : session.rows(statement::check_tenant_schemas))
            names.insert(row.text("name"));
    });
    // After the schemas: an instance is registered before it has one.
    Differences found;
    for (const auto& instance : instance_rows(schemas))
        if (names.erase(instance.schema) == 0 && instance.is_complete())
            found.push_back({"schemas", "schema " + instance.schema, "does not exist"});
    for (const auto& name : names)
        found.push_back({"schemas", "schema " + name,
                         "is of no instance: a restore is under way or was killed"});
    return found;
}

} // namespace joingate::admin
