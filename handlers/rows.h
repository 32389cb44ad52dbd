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

/// A DECIMAL column without the zeros that fill it up: "120.5", not "120.500000000000000".
inline std::string decimal_text(const db::Row& row, std::string_view column) {
    auto text = row.text(column);
    if (text.find('.') == std::string::npos) return text;
    text.erase(text.find_last_not_of('0') + 1);
    if (text.back() == '.') text.pop_back();
    return text;
}

} // namespace joingate
