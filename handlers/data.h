#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace joingate {

/// What an action answers with: a value, or named fields in wire order, or a list of items. Names
/// are string literals of the handlers. Absent values are left out (api.json, wire, nulls).
class Data {
public:
    struct Member;
    using Fields = std::vector<Member>;
    using Items = std::vector<Data>;
    using Value = std::variant<std::monostate, bool, std::int64_t, std::string, Fields, Items>;

    /// Nothing: the reply has no Data.
    Data() = default;
    Data(bool value) : value_{value} {}                     // NOLINT(google-explicit-constructor)
    Data(std::int64_t value) : value_{value} {}             // NOLINT(google-explicit-constructor)
    Data(std::string value) : value_{std::move(value)} {}   // NOLINT(google-explicit-constructor)
    Data(const char* value) : value_{std::string{value}} {} // NOLINT(google-explicit-constructor)

    static Data list(Items items = {}) {
        Data data;
        data.value_ = std::move(items);
        return data;
    }
    static Data fields() {
        Data data;
        data.value_ = Fields{};
        return data;
    }

    Data& add(std::string_view name, Data value);
    /// Only if there is a value.
    template <class T> Data& add(std::string_view name, const std::optional<T>& value) {
        return value ? add(name, Data{*value}) : *this;
    }
    /// To a list.
    Data& push(Data item);

    bool empty() const { return std::holds_alternative<std::monostate>(value_); }
    const Value& value() const { return value_; }

private:
    Value value_;
};

struct Data::Member {
    std::string_view name;
    Data value;
};

inline Data& Data::add(std::string_view name, Data value) {
    if (!std::holds_alternative<Fields>(value_)) value_ = Fields{};
    std::get<Fields>(value_).push_back(Member{name, std::move(value)});
    return *this;
}

inline Data& Data::push(Data item) {
    if (!std::holds_alternative<Items>(value_)) value_ = Items{};
    std::get<Items>(value_).push_back(std::move(item));
    return *this;
}

} // namespace joingate
