#pragma once

#include <array>
#include <string_view>

namespace joingate::db {

/// Who exists; one per server.
inline constexpr std::string_view kCatalogSchema = "joingate";
/// What two tenants both see; one per server, written `joingateexchange.TABLE` in every statement.
inline constexpr std::string_view kExchangeSchema = "joingateexchange";

/// May read the catalog.
inline constexpr std::string_view kCatalogRole = "jgcatalog";
/// May read and write the exchange, but only read the tables of the operator; granted to the role
/// of every tenant.
inline constexpr std::string_view kExchangeRole = "jgexchange";
/// Tables of the exchange that only the operator's login writes.
inline constexpr std::array<std::string_view, 3> kOperatorTables{"gateway_tuple", "node_tuple",
                                                                 "schema_migration"};

/// The families of sql/schema/.
inline constexpr std::string_view kCatalogFamily = "catalog";
inline constexpr std::string_view kExchangeFamily = "exchange";
inline constexpr std::string_view kTenantFamily = "tenant";

/// Schema and role of a tenant are `jg` and at least this many digits. No name has a `_`: in GRANT
/// it is a wildcard, and a look-alike schema would open.
inline constexpr std::string_view kTenantPrefix = "jg";
inline constexpr std::size_t kTenantDigits = 6;

/// Whether a name may stand in a statement as a schema or a role: [a-z0-9], 1 to 32 of them
/// (MySQL takes no longer roles).
constexpr bool is_identifier(std::string_view name) {
    if (name.empty() || name.size() > 32) return false;
    for (const char c : name)
        if (!((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'))) return false;
    return true;
}

} // namespace joingate::db
