#pragma once

#include "handlers/field.h"
#include "tenancy/params.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace joingate {

/// The parameters of a call after the lexical checks of its action's fields; a parameter that the
/// version does not know is not here. Asking for a name that the action does not take is a bug and
/// throws std::logic_error. Views live as long as the request.
class Inputs {
public:
    /// Throws MissingParameter or InvalidParameter.
    Inputs(const std::vector<Field>& fields, const Params& params, Version version);

    /// Throws the code of an id that names nothing. Such an id reads as "0", which no resource has:
    /// policies are asked before anything is said about what exists.
    void check_ids() const;

    Version version() const { return version_; }
    bool has(std::string_view name) const { return entry(name).given; }

    std::string_view text(std::string_view name) const;
    std::optional<std::string_view> optional_text(std::string_view name) const;
    /// The field's default where it has one and nothing was given.
    std::int64_t number(std::string_view name) const;
    std::optional<std::int64_t> optional_number(std::string_view name) const;
    /// The values of a repeated parameter, without duplicates and in the caller's order; none where
    /// it is not given.
    std::vector<std::string_view> texts(std::string_view name) const;
    std::vector<std::int64_t> numbers(std::string_view name) const;
    bool flag(std::string_view name) const;
    std::optional<bool> optional_flag(std::string_view name) const;

    /// A name by the unit rule; throws InvalidName. Read it where domain section 10 wants the
    /// check: after the state.
    std::string_view unit_name(std::string_view name) const;
    std::optional<std::string_view> optional_unit_name(std::string_view name) const;
    /// The id of an existing frequency band plan group; throws the field's code, which is
    /// InvalidFreqBandPlan unless the field says otherwise. Read it after the state.
    std::int64_t band(std::string_view name) const;
    std::optional<std::int64_t> optional_band(std::string_view name) const;

private:
    struct Value {
        std::string text;
        std::int64_t number = 0;
    };
    struct Entry {
        const Field* field = nullptr;
        Value value;
        std::vector<Value> values; ///< of a repeated parameter
        bool given = false;
    };
    static void fill(Entry& entry, const Params& params);
    /// Applies Field::required_where.
    void settle(Entry& dependent);
    void read(Entry& entry);
    /// False for an id that cannot name anything.
    static bool read(const Field& field, Value& value);
    const Entry& entry(std::string_view name) const;
    const Entry& given(std::string_view name) const;

    std::vector<Entry> entries_;
    Version version_;
    const Field* names_nothing_ = nullptr;
};

/// 4..30 units of Han (2 each), ASCII letters, digits and '_' (1 each); spec "domain", Q-8 to Q-10.
bool is_unit_name(std::string_view utf8);

} // namespace joingate
