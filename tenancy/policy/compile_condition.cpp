#include "tenancy/policy/compiler.h"
#include "tenancy/policy/pattern.h"

#include <Poco/Ascii.h>

#include <algorithm>

namespace joingate::policy {
namespace {

constexpr std::string_view kVariable = "${";
constexpr std::string_view kIfExists = "IfExists";
constexpr std::size_t kLongestName = 128;

std::string_view form_of(ValueType type) {
    switch (type) {
    case ValueType::String: return "any text";
    case ValueType::Number:
        return R"(a number of up to 18 digits and 9 decimals, like "10" or "-0.5")";
    case ValueType::Time:
        return R"(a time with its zone, like "2026-01-31T17:00:00+08:00" or )"
               R"("2026-01-31T09:00:00Z")";
    case ValueType::Boolean: return R"("true" or "false")";
    case ValueType::Address:
        return R"(an IPv4 or IPv6 address or range, like "192.0.2.0/24" or "2001:db8::/32")";
    }
    return {};
}

/// `ForAnyValue:StringEquals`, `BoolIfExists` and `Null` exist elsewhere; here they would be
/// understood as something they are not.
const Operator& operator_named(const std::string& name, const std::string& where) {
    const auto* const found = find_operator(name);
    if (found != nullptr) return *found;
    const bool if_exists = name.size() > kIfExists.size() &&
                           std::equal(kIfExists.rbegin(), kIfExists.rend(), name.rbegin());
    if (name == "Null" || if_exists)
        throw Flaw{where, "The condition operator 'IfExists/Null' is not supported"};
    std::string allowed;
    for (const auto type : {ValueType::String, ValueType::Number, ValueType::Time,
                            ValueType::Boolean, ValueType::Address})
        allowed += (allowed.empty() ? "" : ", ") + operators_of(type);
    throw Flaw{where, "invalid condition operator " + shown(name) + "; there are " + allowed};
}

std::size_t count_characters(std::string_view text) {
    return static_cast<std::size_t>(
        std::count_if(text.begin(), text.end(), [](char byte) { return !is_continuation(byte); }));
}

/// `<service>:<name>`.
bool is_key(std::string_view key) {
    const auto colon = key.find(':');
    if (colon == 0 || colon == std::string_view::npos) return false;
    const auto service = key.substr(0, colon);
    const auto name_length = count_characters(key.substr(colon + 1));
    return service.front() != '-' &&
           std::all_of(service.begin(), service.end(),
                       [](char c) { return Poco::Ascii::isAlphaNumeric(c) || c == '-'; }) &&
           name_length >= 1 && name_length <= kLongestName;
}

void check_key(const std::string& key, const Operator& comparison, const std::string& where) {
    if (!is_key(key))
        throw Flaw{where, "invalid condition key format " + shown(key) +
                              "; write <service>:<name>, for example \"acs:SourceIp\""};
    const auto rule = key_rule(key);
    if (!rule.known) throw Flaw{where, "there is no condition key " + shown(key)};
    if (rule.type && *rule.type != comparison.type)
        throw Flaw{where, "the key " + shown(key) + " takes only " + operators_of(*rule.type)};
}

template <class Value, class Parse>
std::vector<Value> parse_each(const std::vector<std::string>& texts, const Operator& comparison,
                              const std::string& where, Parse parse) {
    std::vector<Value> values;
    values.reserve(texts.size());
    for (const auto& text : texts) {
        const auto value = parse(text);
        if (!value)
            throw Flaw{where, "invalid value " + shown(text) + "; " + std::string{comparison.name} +
                                  " takes " + std::string{form_of(comparison.type)}};
        values.push_back(*value);
    }
    return values;
}

Values compile_values(const std::vector<std::string>& texts, const Operator& comparison,
                      const std::string& where) {
    switch (comparison.type) {
    case ValueType::String: break;
    case ValueType::Number: return parse_each<Decimal>(texts, comparison, where, parse_number);
    case ValueType::Time: return parse_each<Decimal>(texts, comparison, where, parse_instant);
    case ValueType::Address: return parse_each<Network>(texts, comparison, where, parse_network);
    case ValueType::Boolean:
        if (texts.size() != 1)
            throw Flaw{where, "multiple Boolean values for a condition; write one"};
        return parse_each<bool>(texts, comparison, where, parse_boolean).front();
    }
    return texts;
}

Condition compile_condition(const std::string& key, const Json& element, const Operator& comparison,
                            const std::string& where) {
    check_key(key, comparison, where);
    const auto place = where + ", " + shown(key);
    const auto texts = texts_in(element, place);
    for (const auto& text : texts) {
        if (text.find(kVariable) != std::string::npos)
            throw Flaw{place, "variables like ${name} do not exist; write the value itself"};
    }
    return {&comparison, key, compile_values(texts, comparison, place)};
}

} // namespace

std::vector<Condition> compile_conditions(const Json& element, const std::string& where) {
    std::vector<Condition> conditions;
    for (const auto& block : object_in(element, where).items()) {
        const auto& comparison = operator_named(block.key(), where);
        const auto place = where + ", " + block.key();
        if (object_in(block.value(), place).empty())
            throw Flaw{place, "the operator needs at least one condition key"};
        const auto first = conditions.size();
        for (const auto& entry : block.value().items()) {
            auto condition = compile_condition(entry.key(), entry.value(), comparison, place);
            const bool twice =
                std::any_of(conditions.begin() + static_cast<std::ptrdiff_t>(first),
                            conditions.end(), [&](const Condition& c) {
                                return equals(c.key, entry.key(), LetterCase::Ignored);
                            });
            if (twice)
                throw Flaw{place, "the key " + shown(entry.key()) +
                                      " stands twice; letter case does not tell keys apart"};
            conditions.push_back(std::move(condition));
        }
    }
    return conditions;
}

} // namespace joingate::policy
