#include "tenancy/policy/condition.h"

#include "tenancy/policy/arn.h"
#include "tenancy/policy/pattern.h"

#include <algorithm>
#include <array>

namespace joingate::policy {
namespace {

using Type = ValueType;
using Is = Comparison;

constexpr std::array<Operator, 21> kOperators{{
    {"StringEquals", Type::String, Is::Equal, false},
    {"StringNotEquals", Type::String, Is::Equal, true},
    {"StringEqualsIgnoreCase", Type::String, Is::EqualIgnoringCase, false},
    {"StringNotEqualsIgnoreCase", Type::String, Is::EqualIgnoringCase, true},
    {"StringLike", Type::String, Is::Like, false},
    {"StringNotLike", Type::String, Is::Like, true},
    {"NumericEquals", Type::Number, Is::Equal, false},
    {"NumericNotEquals", Type::Number, Is::Equal, true},
    {"NumericLessThan", Type::Number, Is::Less, false},
    {"NumericLessThanEquals", Type::Number, Is::LessOrEqual, false},
    {"NumericGreaterThan", Type::Number, Is::Greater, false},
    {"NumericGreaterThanEquals", Type::Number, Is::GreaterOrEqual, false},
    {"DateEquals", Type::Time, Is::Equal, false},
    {"DateNotEquals", Type::Time, Is::Equal, true},
    {"DateLessThan", Type::Time, Is::Less, false},
    {"DateLessThanEquals", Type::Time, Is::LessOrEqual, false},
    {"DateGreaterThan", Type::Time, Is::Greater, false},
    {"DateGreaterThanEquals", Type::Time, Is::GreaterOrEqual, false},
    {"Bool", Type::Boolean, Is::Equal, false},
    {"IpAddress", Type::Address, Is::Within, false},
    {"NotIpAddress", Type::Address, Is::Within, true},
}};

struct Key {
    std::string_view name;
    ValueType type;
};

constexpr std::array<Key, 12> kKeys{{
    {"acs:SourceIp", Type::Address},
    {"acs:CurrentTime", Type::Time},
    {"acs:SecureTransport", Type::Boolean},
    {"acs:MFAPresent", Type::Boolean},
    {"acs:PrincipalARN", Type::String},
    {"acs:UserAgent", Type::String},
    {"acs:AccessId", Type::String},
    {"acs:SourceVpc", Type::String},
    {"acs:VpcSourceIp", Type::Address},
    {"acs:PrincipalRDId", Type::String},
    {"acs:PrincipalRDPath", Type::String},
    {"acs:Service", Type::String}, // of ram:PassRole, which nobody here can do
}};

/// Followed by the name of a tag.
constexpr std::array<std::string_view, 2> kTagKeys{"acs:RequestTag/", "acs:ResourceTag/"};

/// The namespaces whose keys are all known here.
constexpr std::array<std::string_view, 2> kOwnNamespaces{"acs:", "linkwan:"};

bool begins_with(std::string_view text, std::string_view prefix) noexcept {
    return equals(text.substr(0, prefix.size()), prefix, LetterCase::Ignored);
}

bool fits(const std::string& value, std::string_view given, Comparison comparison,
          Effort& effort) noexcept {
    switch (comparison) {
    case Is::Like: return matches(value, given, LetterCase::Exact, effort);
    case Is::EqualIgnoringCase: return equals(value, given, LetterCase::Ignored);
    default: return value == given;
    }
}

bool fits(const Decimal& value, const Decimal& given, Comparison comparison,
          Effort& /*none*/) noexcept {
    switch (comparison) {
    case Is::Less: return given < value;
    case Is::LessOrEqual: return !(value < given);
    case Is::Greater: return value < given;
    case Is::GreaterOrEqual: return !(given < value);
    default: return given == value;
    }
}

bool fits(const Network& value, const Network& given, Comparison /*within*/,
          Effort& /*none*/) noexcept {
    return value.contains(given);
}

template <class Value, class Given>
Truth fits_any(const std::vector<Value>& values, const Given& given, Comparison comparison,
               Effort& effort) noexcept {
    return std::any_of(values.begin(), values.end(),
                       [&](const Value& value) { return fits(value, given, comparison, effort); })
               ? Truth::True
               : Truth::False;
}

/// Without the negation of the operator.
Truth compare(const Condition& condition, std::string_view given, Effort& effort) noexcept {
    const auto& [name, type, comparison, negated] = *condition.comparison;
    if (const auto* const texts = std::get_if<std::vector<std::string>>(&condition.values))
        return fits_any(*texts, given, comparison, effort);
    if (const auto* const decimals = std::get_if<std::vector<Decimal>>(&condition.values)) {
        const auto decimal = type == Type::Time ? parse_instant(given) : parse_number(given);
        return decimal ? fits_any(*decimals, *decimal, comparison, effort) : Truth::Undetermined;
    }
    if (const auto* const networks = std::get_if<std::vector<Network>>(&condition.values)) {
        const auto address = parse_address(given);
        return address ? fits_any(*networks, *address, comparison, effort) : Truth::Undetermined;
    }
    const auto* const wanted = std::get_if<bool>(&condition.values);
    const auto boolean = parse_boolean(given);
    if (wanted == nullptr || !boolean) return Truth::Undetermined;
    return *wanted == *boolean ? Truth::True : Truth::False;
}

Truth met(const Condition& condition, const Context& context, Effort& effort) noexcept {
    const auto given = std::find_if(context.begin(), context.end(), [&](const auto& entry) {
        return equals(entry.first, condition.key, LetterCase::Ignored);
    });
    const bool negated = condition.comparison->negated;
    if (given == context.end()) return negated ? Truth::True : Truth::False;
    const auto truth = compare(condition, given->second, effort);
    if (truth == Truth::Undetermined || !negated) return truth;
    return truth == Truth::True ? Truth::False : Truth::True;
}

} // namespace

const Operator* find_operator(std::string_view name) noexcept {
    const auto* const found = std::find_if(kOperators.begin(), kOperators.end(),
                                           [&](const Operator& o) { return o.name == name; });
    return found == kOperators.end() ? nullptr : found;
}

std::string operators_of(ValueType type) {
    std::string names;
    for (const auto& candidate : kOperators) {
        if (candidate.type != type) continue;
        if (!names.empty()) names += ", ";
        names += candidate.name;
    }
    return names;
}

KeyRule key_rule(std::string_view key) noexcept {
    for (const auto& known : kKeys) {
        if (equals(known.name, key, LetterCase::Ignored)) return {true, known.type};
    }
    for (const auto prefix : kTagKeys) {
        if (key.size() > prefix.size() && begins_with(key, prefix)) return {true, Type::String};
    }
    return {std::none_of(kOwnNamespaces.begin(), kOwnNamespaces.end(),
                         [&](std::string_view own) { return begins_with(key, own); }),
            std::nullopt};
}

Truth all_met(const std::vector<Condition>& conditions, const Context& context,
              Effort& effort) noexcept {
    auto all = Truth::True;
    for (const auto& condition : conditions) {
        all = std::min(all, met(condition, context, effort));
        if (all == Truth::False) break;
    }
    return all;
}

} // namespace joingate::policy
