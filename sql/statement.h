#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <variant>
#include <vector>

namespace joingate::db {

/// A named section of a file in sql/statements/, embedded at build time. `text` holds its binds as
/// `:name`.
struct Statement {
    std::string_view name;
    std::string_view text;
};

/// NULL, a number, or text. Text is not copied: it must outlive the call it is bound in.
using Value = std::variant<std::monostate, std::int64_t, std::string_view>;

struct Bind {
    std::string_view name;
    Value value;
};

using Binds = std::vector<Bind>;

/// NULL where there is no value.
template <class T> Value nullable(const std::optional<T>& value) {
    return value ? Value{*value} : Value{};
}

} // namespace joingate::db
