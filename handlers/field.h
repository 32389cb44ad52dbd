#pragma once

#include "handlers/error.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace joingate {

enum class Version { V2018, V2019 };

/// None for a version that the product does not have.
std::optional<Version> parse_version(std::string_view text);
std::string_view version_text(Version version);

/// The wire type of api.json: how the vendor's metadata types a parameter or reply field.
enum class Type { String, Long, Integer, Boolean, Float, Struct, List };
std::string_view type_text(Type type);

/// What a text must look like.
enum class Rule {
    Text, ///< any valid UTF-8 without NUL
    Id,   ///< 1..19 digits, below 2^63; anything else names nothing
    Name, ///< 4..30 units; checked when the handler reads it, with InvalidName (domain section 10)
    Eui,  ///< 16 hex digits, read in lower case
    Pin,  ///< six digits
    EuiPart, ///< any text, read in lower case as EUIs are stored
    Number,  ///< decimal integer in the field's range
    Decimal, ///< a number in the field's range, read as the shortest text without an exponent
    Band,    ///< decimal integer; whether the plan exists is the handler's check
    Boolean, ///< true or false in any letter case
    Choice   ///< one of the listed values, exact case
};

/// A parameter of an action. Built by the functions below, read by validation, the policy check,
/// the catalogue, the docs and the contract test.
class Field {
public:
    Field(std::string_view name, Type type, Rule rule) : name_{name}, type_{type}, rule_{rule} {}

    Field& required() {
        required_ = true;
        return *this;
    }
    /// Required where this parameter, which stands before it, has this value ("true" or "false" of
    /// a Boolean); where it has not, this one is not even looked at.
    Field& required_where(std::string_view parameter, std::string_view value) {
        where_ = {parameter, value};
        return *this;
    }
    Field& since_2019() {
        since_2019_ = true;
        return *this;
    }
    Field& between(std::int64_t least, std::int64_t most) {
        least_ = least;
        most_ = most;
        return *this;
    }
    Field& at_least(std::int64_t least) {
        least_ = least;
        return *this;
    }
    /// Of a Text, in characters.
    Field& most_characters(std::int64_t most) {
        most_characters_ = most;
        return *this;
    }
    /// The caller gives 1 to `most` values, as NAME.1, NAME.2 and so on, or from NAME.0.
    Field& repeated(std::size_t most) {
        most_items_ = most;
        return *this;
    }
    /// Of a Choice: another spelling of one of its values.
    Field& also(std::string_view spelling, std::string_view value) {
        spellings_.emplace_back(spelling, value);
        return *this;
    }
    Field& default_to(std::int64_t value) {
        default_ = value;
        return *this;
    }
    /// The code for an id that cannot name anything, NonExistent unless said otherwise; of a Band,
    /// for a plan that there is not.
    Field& unknown_is(Code code) {
        unknown_ = code;
        return *this;
    }
    /// An id that cannot name anything is as good as one that names nothing of the caller's: the
    /// action finds nothing by it, and refuses nothing (domain Q-25).
    Field& may_name_nothing() {
        may_name_nothing_ = true;
        return *this;
    }
    Field& like(std::string_view example) {
        example_ = example;
        return *this;
    }
    Field& means(std::string_view meaning) {
        meaning_ = meaning;
        return *this;
    }
    Field& one_of(std::vector<std::string_view> values) {
        values_ = std::move(values);
        return *this;
    }

    std::string_view name() const { return name_; }
    /// Of each value, where there are several.
    Type type() const { return type_; }
    /// The wire type, e.g. "Long" or "RepeatList<Long>".
    std::string wire_type() const;
    Rule rule() const { return rule_; }
    bool is_required() const { return required_; }
    /// Parameter and value; none for a field that depends on no other.
    const std::optional<std::pair<std::string_view, std::string_view>>& where() const {
        return where_;
    }
    bool in(Version version) const { return version == Version::V2019 || !since_2019_; }
    std::optional<std::int64_t> least() const { return least_; }
    std::optional<std::int64_t> most() const { return most_; }
    std::optional<std::int64_t> most_characters() const { return most_characters_; }
    /// None for a parameter with one value.
    std::optional<std::size_t> most_items() const { return most_items_; }
    /// Spelling and value.
    const std::vector<std::pair<std::string_view, std::string_view>>& spellings() const {
        return spellings_;
    }
    std::optional<std::int64_t> default_value() const { return default_; }
    Code unknown() const { return unknown_; }
    bool can_name_nothing() const { return may_name_nothing_; }
    std::string_view example() const { return example_; }
    std::string_view meaning() const { return meaning_; }
    const std::vector<std::string_view>& values() const { return values_; }

private:
    std::string_view name_;
    Type type_;
    Rule rule_;
    bool required_ = false;
    std::optional<std::pair<std::string_view, std::string_view>> where_;
    bool since_2019_ = false;
    std::optional<std::int64_t> least_;
    std::optional<std::int64_t> most_;
    std::optional<std::int64_t> most_characters_;
    std::optional<std::size_t> most_items_;
    std::optional<std::int64_t> default_;
    Code unknown_ = Code::NonExistent;
    bool may_name_nothing_ = false;
    std::string_view example_;
    std::string_view meaning_;
    std::vector<std::string_view> values_;
    std::vector<std::pair<std::string_view, std::string_view>> spellings_;
};

inline Field text(std::string_view name) {
    return {name, Type::String, Rule::Text};
}
inline Field id(std::string_view name) {
    return {name, Type::String, Rule::Id};
}
inline Field unit_name(std::string_view name) {
    return {name, Type::String, Rule::Name};
}
inline Field eui(std::string_view name) {
    return {name, Type::String, Rule::Eui};
}
inline Field pin(std::string_view name) {
    return {name, Type::String, Rule::Pin};
}
inline Field eui_part(std::string_view name) {
    return {name, Type::String, Rule::EuiPart};
}
inline Field number(std::string_view name) {
    return {name, Type::Long, Rule::Number};
}
/// A number that the vendor types as String.
inline Field number_text(std::string_view name) {
    return {name, Type::String, Rule::Number};
}
inline Field decimal(std::string_view name) {
    return {name, Type::Float, Rule::Decimal};
}
inline Field band(std::string_view name) {
    return Field{name, Type::Long, Rule::Band}.unknown_is(Code::InvalidFreqBandPlan);
}
inline Field boolean(std::string_view name) {
    return {name, Type::Boolean, Rule::Boolean};
}
inline Field choice(std::string_view name, std::vector<std::string_view> values) {
    return Field{name, Type::String, Rule::Choice}.one_of(std::move(values));
}
/// IotInstanceId, as every action that has it takes it.
Field instance_id();

/// A field of a reply.
struct ReplyField {
    std::string_view name;
    Type type = Type::String;
    bool only_2019 = false;
    std::vector<ReplyField> fields; ///< of a Struct, or of a List's item
    std::string_view item_name;     ///< element of a List in XML
    std::string_view cpp_item_name; ///< the same for the C++ SDK (spec/README decision 3)

    bool in(Version version) const { return version == Version::V2019 || !only_2019; }
    ReplyField since_2019() && {
        only_2019 = true;
        return std::move(*this);
    }
};

inline ReplyField replies(std::string_view name, Type type) {
    return {name, type, false, {}, {}, {}};
}
inline ReplyField replies_struct(std::string_view name, std::vector<ReplyField> fields) {
    return {name, Type::Struct, false, std::move(fields), {}, {}};
}
/// `cpp_item` only where the C++ SDK has another name for the item than XML.
inline ReplyField replies_list(std::string_view name, std::string_view item,
                               std::vector<ReplyField> fields, std::string_view cpp_item = {}) {
    return {name, Type::List, false, std::move(fields), item, cpp_item.empty() ? item : cpp_item};
}

} // namespace joingate
