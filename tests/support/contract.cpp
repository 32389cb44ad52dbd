#include "tests/support/contract.h"

#include "handlers/freq_band/plans.h"
#include "tests/support/places.h"

#include <Poco/JSON/Array.h>
#include <Poco/JSON/Parser.h>

#include <algorithm>
#include <fstream>
#include <set>
#include <sstream>
#include <stdexcept>
#include <vector>

namespace joingate::test {
namespace {

using Poco::JSON::Array;
using Poco::JSON::Object;
using Texts = std::set<std::string>;

class Different : public std::runtime_error {
    using std::runtime_error::runtime_error;
};

std::string shown(const std::string& value) {
    return "'" + value + "'";
}
std::string shown(bool value) {
    return value ? "true" : "false";
}
std::string shown(const std::optional<std::int64_t>& value) {
    return value ? std::to_string(*value) : "nothing";
}
template <class List> std::string shown(const List& values) {
    std::string all = "[";
    for (const auto& value : values)
        all += " " + std::string{value};
    return all + " ]";
}

template <class T> void same(const std::string& what, const T& ours, const T& published) {
    if (ours == published) return;
    throw Different{what + ": ours is " + shown(ours) + ", published is " + shown(published)};
}

template <class List = std::vector<std::string>> List texts(const Array::Ptr& array) {
    List all;
    if (array)
        for (const auto& element : *array)
            all.insert(all.end(), element.convert<std::string>());
    return all;
}

std::optional<std::int64_t> optional_number(const Object& from, const std::string& key) {
    if (!from.has(key)) return std::nullopt;
    return from.getValue<std::int64_t>(key);
}

std::vector<Object::Ptr> objects(const Object& from, const std::string& key) {
    std::vector<Object::Ptr> all;
    const auto array = from.getArray(key);
    for (std::size_t i = 0; i < array->size(); ++i)
        all.push_back(array->getObject(static_cast<unsigned>(i)));
    return all;
}

Texts versions_of(bool in_2018) {
    return in_2018 ? Texts{"2018-12-30", "2019-03-01"} : Texts{"2019-03-01"};
}

/// The rule that a published parameter stands for.
std::string_view rule_text(Rule rule) {
    switch (rule) {
    case Rule::Text: return "any text";
    case Rule::Id: return "an id";
    case Rule::Name: return "a name by units";
    case Rule::Eui: return "an EUI";
    case Rule::Pin: return "a PIN";
    case Rule::EuiPart: return "any text";
    case Rule::Number: return "a number";
    case Rule::Decimal: return "a decimal";
    case Rule::Band: return "a band plan group";
    case Rule::Boolean: return "a boolean";
    case Rule::Choice: return "a choice";
    }
    return {};
}

/// Of "RepeatList<Long>", Long.
std::string item_type(const std::string& type) {
    const std::string list{"RepeatList<"};
    return type.rfind(list, 0) == 0 ? type.substr(list.size(), type.size() - list.size() - 1)
                                    : type;
}

std::optional<std::int64_t> most_items(const Field& field) {
    if (!field.most_items()) return std::nullopt;
    return static_cast<std::int64_t>(*field.most_items());
}

Rule published_rule(const Object& parameter) {
    const auto type = item_type(parameter.getValue<std::string>("type"));
    const auto pattern = parameter.optValue<std::string>("pattern", "");
    const auto is_number = type == "Long" || type == "Integer" || parameter.has("range");
    if (type == "Boolean") return Rule::Boolean;
    if (type == "Float") return Rule::Decimal;
    // The only repeated number is a list of ids.
    if (type != parameter.getValue<std::string>("type") && type == "Long") return Rule::Id;
    if (parameter.has("length_units")) return Rule::Name;
    if (pattern == "^[0-9]{1,19}$") return Rule::Id;
    if (pattern == "^[0-9A-Fa-f]{16}$") return Rule::Eui;
    if (pattern == "^[0-9]{6}$") return Rule::Pin;
    if (!pattern.empty() && !is_number)
        throw Different{"a pattern that no rule stands for: " + pattern};
    if (parameter.has("enum")) return is_number ? Rule::Band : Rule::Choice;
    return is_number ? Rule::Number : Rule::Text;
}

Texts accepted_values(const Field& field, bool names_a_plan) {
    Texts values;
    if (names_a_plan)
        for (const auto& plan : freq_band::kPlans)
            values.insert(std::to_string(plan.id));
    for (const auto value : field.values())
        values.emplace(value);
    return values;
}

void compare_parameter(const std::string& where, const Field& field, const Object& published) {
    same(where + " type", field.wire_type(), published.getValue<std::string>("type"));
    same(where + " required", field.is_required(), published.getValue<bool>("required"));

    // An action that reads a plan group takes its number as the id of a resource.
    const auto rule = published_rule(published);
    const auto names_a_plan = rule == Rule::Band;
    const auto is_resource = names_a_plan && field.name() == "GroupId";
    same(where + " form", std::string{rule_text(field.rule())},
         std::string{rule_text(is_resource ? Rule::Id : rule)});
    same(where + " enum", accepted_values(field, names_a_plan),
         texts<Texts>(published.getArray("enum")));

    Texts spellings;
    for (const auto& [spelling, value] : field.spellings())
        spellings.insert(std::string{spelling} + " for " + std::string{value});
    Texts published_spellings;
    if (const auto aliases = published.getObject("aliases"))
        for (const auto& [spelling, value] : *aliases)
            published_spellings.insert(spelling + " for " + value.convert<std::string>());
    same(where + " spellings", spellings, published_spellings);
    same(where + " most items", most_items(field), optional_number(published, "max_items"));
    // Where nothing is published, ours is what the database can keep.
    if (published.has("max_chars"))
        same(where + " most characters", field.most_characters(),
             optional_number(published, "max_chars"));

    const auto range = published.getObject("range");
    const Object none;
    auto least = optional_number(range ? *range : none, "min");
    // Every list takes 0 for the count alone, also where the contract begins at 1 (domain Q-18).
    if (field.name() == "Limit") least = 0;
    same(where + " least", field.least(), least);
    same(where + " most", field.most(), optional_number(range ? *range : none, "max"));
    same(where + " default", field.default_value(), optional_number(published, "default"));
}

/// An action that the contract has in one version only and a decision in both.
bool is_in_both_by_decision(std::string_view action) {
    const auto more = objects(decided(), "more_versions");
    return std::any_of(more.begin(), more.end(), [&](const Object::Ptr& one) {
        return one->getValue<std::string>("action") == action;
    });
}

/// Parameters that the contract does not have and a decision adds.
bool is_extension(std::string_view action, std::string_view parameter) {
    const auto more = objects(decided(), "more_parameters");
    return std::any_of(more.begin(), more.end(), [&](const Object::Ptr& one) {
        return one->getValue<std::string>("action") == action &&
               one->getValue<std::string>("name") == parameter;
    });
}

void compare_parameters(const Action& action, const Object& published) {
    const auto parameters = objects(published, "parameters");
    Texts ours;
    for (const auto& field : action.fields())
        if (!is_extension(action.name(), field.name())) ours.emplace(field.name());
    Texts theirs;
    for (const auto& parameter : parameters)
        theirs.insert(parameter->getValue<std::string>("name"));
    same("parameters", ours, theirs);

    for (const auto& parameter : parameters) {
        const auto name = parameter->getValue<std::string>("name");
        const auto& field = *action.field(name);
        if (!is_in_both_by_decision(action.name()))
            same("parameter " + name + " versions", versions_of(field.in(Version::V2018)),
                 texts<Texts>(parameter->getArray("versions")));
        compare_parameter("parameter " + name, field, *parameter);
    }
}

void compare_reply_fields(const std::string& where, const std::vector<ReplyField>& ours,
                          const std::vector<Object::Ptr>& published);

void compare_reply_field(const std::string& where, const ReplyField& field,
                         const Object& published) {
    same(where + " type", std::string{type_text(field.type)},
         published.getValue<std::string>("type"));
    same(where + " versions", versions_of(!field.only_2019),
         published.has("versions") ? texts<Texts>(published.getArray("versions"))
                                   : versions_of(true));
    if (field.type == Type::Struct)
        compare_reply_fields(where, field.fields, objects(published, "fields"));
    if (field.type != Type::List) return;

    const auto element = published.getObject("item_element");
    same(where + " item element", std::string{field.item_name},
         element->getValue<std::string>("xml"));
    same(where + " item of the C++ SDK", std::string{field.cpp_item_name},
         element->getValue<std::string>("sdk_item_name"));
    const auto item = published.getObject("item");
    compare_reply_fields(where + "[]", field.fields,
                         item->has("fields") ? objects(*item, "fields")
                                             : std::vector<Object::Ptr>{});
}

void compare_reply_fields(const std::string& where, const std::vector<ReplyField>& ours,
                          const std::vector<Object::Ptr>& published) {
    std::vector<std::string> our_names;
    our_names.reserve(ours.size());
    for (const auto& field : ours)
        our_names.emplace_back(field.name);
    std::vector<std::string> their_names;
    their_names.reserve(published.size());
    for (const auto& field : published)
        their_names.push_back(field->getValue<std::string>("name"));
    same(where + " fields", our_names, their_names);

    for (std::size_t i = 0; i < ours.size(); ++i)
        compare_reply_field(where + "." + our_names[i], ours[i], *published[i]);
}

void compare_reply(const Action& action, const Object& published) {
    auto fields = objects(*published.getObject("response"), "fields");
    // RequestId and Success are everywhere; Code and ErrorMessage tell of a failure inside a 2xx,
    // which is never sent (domain Q-13).
    const Texts apart{"RequestId", "Success", "Code", "ErrorMessage"};
    fields.erase(std::remove_if(fields.begin(), fields.end(),
                                [&](const Object::Ptr& field) {
                                    return apart.count(field->getValue<std::string>("name")) != 0;
                                }),
                 fields.end());
    std::vector<ReplyField> ours;
    if (action.reply() != nullptr) ours.push_back(*action.reply());
    compare_reply_fields("reply", ours, fields);
}

/// What any action can answer is the gate's affair, whether an action's table lists it or not
/// (domain section 1).
Texts without_common(Texts codes) {
    for (const auto& code : texts(decided().getArray("codes_of_every_action")))
        codes.erase(code);
    return codes;
}

void compare_codes(const Action& action, const Object& published) {
    const auto theirs = texts<Texts>(published.getArray("errors"));
    Texts ours;
    for (const auto code : action.codes()) {
        const std::string wire{wire_code(code)};
        if (theirs.count(wire) == 1 || !is_decided_code(std::string{action.name()}, wire))
            ours.insert(wire);
    }
    same("codes", without_common(ours), without_common(theirs));
}

void compare_policy(const Action& action, const Object& published) {
    const auto ram = published.getObject("ram");
    same("policy action", "linkwan:" + std::string{action.name()},
         ram->getValue<std::string>("action"));
    std::vector<std::string> resources;
    for (const auto& resource : action.resources()) {
        auto arn = "acs:linkwan:*:*:" + std::string{resource.type};
        if (resource.id == "*")
            arn += "/*";
        else if (!resource.id.empty())
            arn += "/${" + std::string{resource.id} + "}";
        resources.push_back(arn);
    }
    same("policy resources", resources, texts(ram->getArray("resources")));
}

Object::Ptr read(const std::string& path) {
    std::ifstream file{places::in_source(path)};
    return Poco::JSON::Parser{}.parse(file).extract<Object::Ptr>();
}

} // namespace

const Object& published_api() {
    static const auto api = read("tests/published_api.json");
    return *api;
}

const Object& decided() {
    static const auto decisions = read("tests/decided.json");
    return *decisions;
}

bool is_decided_code(const std::string& action, const std::string& code) {
    const auto takes = [&](const std::string& parameter) {
        const auto parameters = objects(*published_action(action), "parameters");
        return is_extension(action, parameter) ||
               std::any_of(parameters.begin(), parameters.end(), [&](const Object::Ptr& one) {
                   return one->getValue<std::string>("name") == parameter;
               });
    };
    const auto more = objects(decided(), "more_codes");
    return std::any_of(more.begin(), more.end(), [&](const Object::Ptr& one) {
        return one->getValue<std::string>("code") == code &&
               (one->has("action") ? one->getValue<std::string>("action") == action
                                   : takes(one->getValue<std::string>("takes")));
    });
}

Object::Ptr published_action(const std::string& name) {
    return published_api().getObject("actions")->getObject(name);
}

std::string first_difference(const Action& action, const Object& published) {
    try {
        if (!is_in_both_by_decision(action.name()))
            same("versions", versions_of(action.in(Version::V2018)),
                 texts<Texts>(published.getArray("versions")));
        same("write", action.kind() == Action::Kind::Write, published.getValue<bool>("write"));
        same("feature", std::string{action.feature()},
             published.isNull("feature") ? "" : published.getValue<std::string>("feature"));
        compare_policy(action, published);
        compare_parameters(action, published);
        compare_reply(action, published);
        compare_codes(action, published);
    } catch (const Different& different) {
        return different.what();
    }
    return {};
}

} // namespace joingate::test
