#pragma once

#include "sql/schema_admin.h"

#include <cstddef>
#include <functional>
#include <string>
#include <vector>

namespace joingate::admin {

/// Something that is not as every writer of the database leaves it.
struct Difference {
    std::string where;   ///< a schema, or "rights"
    std::string subject; ///< "permission 12"
    std::string problem; ///< goes on behind the subject: "has no order"
};

/// Something that could not be looked at.
struct Unseen {
    std::string where; ///< as in Difference, or all that was left
    std::string reason;
};

struct Installation {
    db::SchemaAdmin& schemas;
    db::Login worker;
    /// Each account has a counter of each.
    std::vector<std::string> quotas;
};

struct CheckResult {
    std::size_t instances = 0; ///< whose schemas were looked into
    std::vector<Difference> differences;
    std::vector<Unseen> unseen;
    std::vector<std::string> hints; ///< nothing is wrong, but somebody should go on with it
};

/// Of how many parts how many are looked at.
using CheckProgress = std::function<void(std::size_t done, std::size_t all)>;

/// Compares catalog, exchange, the schemas of all instances, roles and grants with each other and
/// with what this program makes. Only reads and locks no row, so it may run beside the workers: a
/// question about rows is one consistent view, and what it finds is told. Schemas and rights are
/// part of no such view: there a difference is told when a second look, a second later, shows it
/// too. Of one kind and schema at most a hundred are told. Never throws for the database: what it
/// cannot look at is unseen.
CheckResult check(const Installation& installation, const CheckProgress& progress);

} // namespace joingate::admin
