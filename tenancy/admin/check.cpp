#include "tenancy/admin/check.h"

#include "sql/failure.h"
#include "sql/schema_names.h"
#include "tenancy/admin/check_looks.h"
#include "tenancy/admin/check_parts.h"

namespace joingate::admin {
namespace {

void hint(std::vector<std::string>& hints, const InstanceRow& instance) {
    if (instance.state == "CREATING")
        hints.push_back("instance " + instance.id + " is CREATING: `joingatectl instance create " +
                        instance.account +
                        (instance.public_account.empty() ? " --id " + instance.id : " --public") +
                        "` finishes it");
    if (instance.state == "DELETING")
        hints.push_back("instance " + instance.id + " is DELETING: `joingatectl instance delete " +
                        instance.id + " --yes` finishes it");
}

void look_at_all(const Installation& installation, const CheckProgress& progress,
                 CheckResult& result) {
    auto& schemas = installation.schemas;
    const auto instances = instance_rows(schemas);
    for (const auto& instance : instances) {
        hint(result.hints, instance);
        if (instance.is_complete()) ++result.instances;
    }

    constexpr std::size_t kCommonParts = 4;
    Looks looks{result, [&] { instance_rows(schemas); }, result.instances + kCommonParts, progress};
    looks.first({std::string{db::kCatalogSchema},
                 [&] { return check_structure(schemas, db::kCatalogFamily, db::kCatalogSchema); },
                 [&] {
                     auto found = check_instance_names(instances);
                     for (auto& one : check_catalog(schemas))
                         found.push_back(std::move(one));
                     return found;
                 }});
    looks.first({std::string{db::kExchangeSchema},
                 [&] { return check_structure(schemas, db::kExchangeFamily, db::kExchangeSchema); },
                 [&] { return check_exchange(installation); }});
    for (const auto& instance : instances) {
        if (!instance.is_complete()) continue;
        // It may go meanwhile, and its schema with it.
        const auto structure = [&] {
            return is_complete_now(schemas, instance)
                       ? check_structure(schemas, db::kTenantFamily, instance.schema)
                       : Differences{};
        };
        looks.first({instance.schema, structure, [&] { return check_tenant(schemas, instance); }});
    }
    const auto nothing = [] { return Differences{}; };
    looks.first({"schemas", [&] { return check_schemas(schemas); }, nothing});
    looks.first({"rights", [&] { return check_rights(installation); }, nothing});
    looks.second();
}

} // namespace

CheckResult check(const Installation& installation, const CheckProgress& progress) {
    CheckResult result;
    try {
        look_at_all(installation, progress, result);
    } catch (const db::Failure& e) {
        result.unseen.push_back({"all else", e.what()});
    }
    return result;
}

} // namespace joingate::admin
