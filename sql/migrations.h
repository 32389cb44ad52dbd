#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace joingate::db {

/// A numbered file of sql/schema/FAMILY/, embedded at build time; never edited once released.
struct Migration {
    std::string_view family; ///< "catalog", "exchange" or "tenant"
    int number;
    std::string_view name;
    std::string_view text; ///< statements, each ended by a ';' at the end of a line; `${nopad_bin}`
                           ///< stands for the engine's collation
};

/// By family, then number.
const std::vector<Migration>& all_migrations();

} // namespace joingate::db
