#pragma once

#include "tenancy/policy/decision.h"
#include "tenancy/policy/values.h"

#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace joingate::policy {

enum class ValueType { String, Number, Time, Boolean, Address };

enum class Comparison {
    Equal,
    EqualIgnoringCase,
    Like,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
    Within
};

/// One of the 21 condition operators.
struct Operator {
    std::string_view name;
    ValueType type;
    Comparison comparison;
    bool negated; ///< met if the request's value fits none, and if the key is absent (C2, C4)
};

/// Null for any other name; letter case counts (G13).
const Operator* find_operator(std::string_view name) noexcept;
/// "IpAddress, NotIpAddress": for the author of a document.
std::string operators_of(ValueType type);

/// What the namespaces of this server say about a key (spec "policy", section 3.2).
struct KeyRule {
    bool known = true;               ///< false: a key that does not exist in `acs:` or `linkwan:`
    std::optional<ValueType> type{}; ///< none: a key of another service, of any type
};
KeyRule key_rule(std::string_view key) noexcept;

/// Decimal holds numbers and times; a Bool has exactly one value.
using Values =
    std::variant<std::vector<std::string>, std::vector<Decimal>, std::vector<Network>, bool>;

/// One key of one operator.
struct Condition {
    const Operator* comparison;
    std::string key;
    Values values;
};

/// Undetermined: the key is present, but its value is not of the operator's type (C5).
enum class Truth { False, Undetermined, True };

/// Whether all conditions are met (C1 to C6); meaningless once `effort` is spent.
Truth all_met(const std::vector<Condition>& conditions, const Context& context,
              Effort& effort) noexcept;

} // namespace joingate::policy
