#pragma once

#include "sql/session.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace joingate {

/// A column that may be NULL.
inline std::optional<std::int64_t> optional_number(const db::Row& row, std::string_view column) {
    if (!row.has(column)) return std::nullopt;
    return row.number(column);
}

inline std::optional<std::string> optional_text(const db::Row& row, std::string_view column) {
    if (!row.has(column)) return std::nullopt;
    return row.text(column);
}

} // namespace joingate
