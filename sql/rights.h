#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace joingate::db {

/// What a role may do in a schema.
enum class Rights { Read, ReadAndWrite };

/// What SchemaAdmin grants and `joingatectl check` expects, each as the server writes it between
/// GRANT and TO: "SELECT ON `joingate`.*". Names must be identifiers (schema_names.h), those of
/// tables plain words. Thread-safe.
std::string right_on(std::string_view schema, Rights rights);
std::string right_on(std::string_view schema, std::string_view table, Rights rights);
/// To be a member: "`jgexchange`".
std::string membership(std::string_view role);

/// All that the three kinds of roles may.
std::vector<std::string> rights_of_catalog_role();
/// `tables` are all of the exchange.
std::vector<std::string> rights_of_exchange_role(const std::vector<std::string>& tables);
std::vector<std::string> rights_of_tenant_role(std::string_view schema);

} // namespace joingate::db
