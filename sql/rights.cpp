#include "sql/rights.h"

#include "sql/schema_names.h"

#include <algorithm>

namespace joingate::db {
namespace {

std::string listed(Rights rights) {
    return rights == Rights::Read ? "SELECT" : "SELECT, INSERT, UPDATE, DELETE";
}

std::string quoted(std::string_view name) {
    return '`' + std::string{name} + '`';
}

bool is_of_operator(std::string_view table) {
    return std::find(kOperatorTables.begin(), kOperatorTables.end(), table) !=
           kOperatorTables.end();
}

} // namespace

std::string right_on(std::string_view schema, Rights rights) {
    return listed(rights) + " ON " + quoted(schema) + ".*";
}

std::string right_on(std::string_view schema, std::string_view table, Rights rights) {
    return listed(rights) + " ON " + quoted(schema) + '.' + quoted(table);
}

std::string membership(std::string_view role) {
    return quoted(role);
}

std::vector<std::string> rights_of_catalog_role() {
    return {right_on(kCatalogSchema, Rights::Read)};
}

std::vector<std::string> rights_of_exchange_role(const std::vector<std::string>& tables) {
    std::vector<std::string> rights;
    rights.reserve(tables.size());
    for (const auto& table : tables)
        rights.push_back(right_on(kExchangeSchema, table,
                                  is_of_operator(table) ? Rights::Read : Rights::ReadAndWrite));
    return rights;
}

std::vector<std::string> rights_of_tenant_role(std::string_view schema) {
    return {right_on(schema, Rights::ReadAndWrite), membership(kExchangeRole)};
}

} // namespace joingate::db
