#include "sql/schema_names.h"
#include "sql/statements.h"
#include "tenancy/account.h"
#include "tenancy/admin/check_parts.h"

#include <Poco/JSON/Array.h>

#include <sstream>

namespace joingate::admin {
namespace {

std::string json_array(const std::vector<std::string>& texts) {
    Poco::JSON::Array array;
    for (const auto& text : texts)
        array.add(text);
    std::ostringstream out;
    array.stringify(out);
    return out.str();
}

/// Each question is a view of its own, so that none keeps old rows alive for long.
Differences ask(db::SchemaAdmin& schemas, std::string_view schema,
                const std::vector<const db::Statement*>& questions, const db::Binds& binds) {
    Differences found;
    for (const auto* const question : questions)
        schemas.read(schema, [&](db::Session& session) {
            for (const auto& row : session.rows(*question, binds))
                found.push_back({std::string{schema}, row.text("subject"), row.text("problem")});
        });
    return found;
}

std::string text_or_empty(const db::Row& row, std::string_view column) {
    return row.has(column) ? row.text(column) : std::string{};
}

} // namespace

std::vector<InstanceRow> instance_rows(db::SchemaAdmin& schemas) {
    std::vector<InstanceRow> instances;
    schemas.read(db::kCatalogSchema, [&](db::Session& session) {
        instances.clear();
        for (const auto& row : session.rows(statement::check_instances))
            instances.push_back({row.number("instance"), row.text("iot_instance_id"),
                                 row.text("account"), text_or_empty(row, "schema_name"),
                                 row.text("state"), text_or_empty(row, "public_account")});
    });
    return instances;
}

Differences check_instance_names(const std::vector<InstanceRow>& instances) {
    Differences found;
    for (const auto& instance : instances) {
        const auto differs = [&](const std::string& problem) {
            found.push_back({std::string{db::kCatalogSchema}, "instance " + instance.id, problem});
        };
        if (instance.schema != db::tenant_schema(instance.number))
            differs("has the schema '" + instance.schema + "', which is not that of its number");
        if (!instance.public_account.empty() && instance.public_account != instance.account)
            differs("is the public one of account " + instance.public_account);
    }
    return found;
}

Differences check_catalog(db::SchemaAdmin& schemas) {
    return ask(schemas, db::kCatalogSchema,
               {&statement::check_policies, &statement::check_attachments}, {});
}

Differences check_exchange(const Installation& installation) {
    const auto quotas = json_array(installation.quotas);
    return ask(installation.schemas, db::kExchangeSchema,
               {&statement::check_leases, &statement::check_roaming_leases,
                &statement::check_ids_of_leases, &statement::check_open_orders,
                &statement::check_permissions_offered_twice, &statement::check_steps_of_orders,
                &statement::check_notifications_of_orders, &statement::check_notifications,
                &statement::check_resources, &statement::check_nodes, &statement::check_claims,
                &statement::check_quotas},
               {{"network_owner", kNetworkOwner}, {"quotas", std::string_view{quotas}}});
}

} // namespace joingate::admin
