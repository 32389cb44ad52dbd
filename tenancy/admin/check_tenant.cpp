#include "sql/schema_names.h"
#include "sql/statements.h"
#include "tenancy/admin/check_parts.h"

#include <array>

namespace joingate::admin {
namespace {

constexpr std::array kQuestions{
    &statement::check_permissions,
    &statement::check_groups,
    &statement::check_resources_of_instance,
    &statement::check_terms,
    &statement::check_bound_groups,
    &statement::check_missing_suffixes,
    &statement::check_wrong_suffixes,
    &statement::check_name_positions,
    &statement::check_gateways,
    &statement::check_claims_of_instance,
};

bool is_complete(db::Session& session, const InstanceRow& instance) {
    const auto row =
        session.row(statement::check_state_of_instance, {{"instance", instance.number}});
    return row && (row->text("state") == "READY" || row->text("state") == "SUSPENDED");
}

} // namespace

bool is_complete_now(db::SchemaAdmin& schemas, const InstanceRow& instance) {
    bool complete = false;
    schemas.read(db::kCatalogSchema,
                 [&](db::Session& session) { complete = is_complete(session, instance); });
    return complete;
}

Differences check_tenant(db::SchemaAdmin& schemas, const InstanceRow& instance) {
    if (!is_complete_now(schemas, instance)) return {};
    const db::Binds binds{{"instance", instance.number}, {"account", instance.account}};
    Differences found;
    schemas.read(instance.schema, [&](db::Session& session) {
        found.clear();
        // Of the same view: while an instance is deleted, its schema and the exchange differ.
        if (!is_complete(session, instance)) return;
        for (const auto* const question : kQuestions)
            for (const auto& row : session.rows(*question, binds))
                found.push_back({instance.schema, row.text("subject"), row.text("problem")});
    });
    return found;
}

} // namespace joingate::admin
