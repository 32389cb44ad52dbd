#include "tenancy/policy/arn.h"
#include "tenancy/policy/compiler.h"

#include <algorithm>
#include <array>

namespace joingate::policy {
namespace {

constexpr std::string_view kVariable = "${";

constexpr std::array<std::string_view, 7> kIdentityElements{
    "Effect", "Action", "NotAction", "Resource", "NotResource", "Condition", "Sid"};
constexpr std::array<std::string_view, 5> kTrustElements{"Effect", "Action", "Principal",
                                                         "Condition", "Sid"};

Effect compile_effect(const Json& statement, const std::string& where) {
    const auto* const element = member(statement, "Effect");
    if (element == nullptr)
        throw Flaw{where, R"(invalid effect: Effect is missing; write "Allow" or "Deny")"};
    const auto& effect = text_in(*element, where + ", Effect");
    if (effect == "Allow") return Effect::Allow;
    if (effect == "Deny") return Effect::Deny;
    throw Flaw{where + ", Effect",
               "invalid effect " + shown(effect) + R"(; write "Allow" or "Deny")"};
}

ActionPattern compile_action(const std::string& text, const std::string& where) {
    if (text == "*") return {"*", "*"};
    const auto action = parse_action(text, Wildcards::Allowed);
    if (!action)
        throw Flaw{where,
                   "invalid action format " + shown(text) +
                       "; write \"*\" or <service>:<action>, at most 256 characters, for example "
                       "\"linkwan:Get*\""};
    return {std::string{action->service}, std::string{action->name}};
}

ResourcePattern compile_resource(const std::string& text, const std::string& where) {
    if (text == "*") return {"*", "", "*", "*"};
    if (text.find(kVariable) != std::string::npos)
        throw Flaw{where, "variables like ${name} do not exist; write the id, or *"};
    const auto arn = split_arn(text);
    if (!arn)
        throw Flaw{where,
                   "invalid ARN prefix or too few segments in " + shown(text) +
                       "; write \"*\" or acs:<service>:<region>:<account>:<resource>, for example "
                       "\"acs:linkwan:*:*:gateway/*\""};
    const auto fault = fault_of(*arn, Wildcards::Allowed);
    if (!fault.empty()) throw Flaw{where, "invalid ARN " + shown(text) + ": " + std::string{fault}};
    return {std::string{arn->service}, std::string{arn->region}, std::string{arn->account},
            std::string{arn->relative_id}};
}

/// Exactly one of a list and its complement (G8, G10); returns its name.
const char* either(const Json& statement, const char* name, const char* complement,
                   const std::string& where) {
    const bool has_list = statement.contains(name);
    const bool has_complement = statement.contains(complement);
    if (has_list && has_complement)
        throw Flaw{where, std::string{name} + " and " + complement + " exclude each other"};
    if (!has_list && !has_complement) {
        const auto* const article = *name == 'A' ? "Add an " : "Add a ";
        throw Flaw{where, std::string{article} + name + " or " + complement +
                              " element to the policy statement."};
    }
    return has_list ? name : complement;
}

template <class Compile>
auto compile_each(const Json& statement, const char* name, const std::string& where,
                  Compile compile) {
    const auto place = where + ", " + name;
    const auto texts = texts_in(statement.at(name), place);
    std::vector<decltype(compile(texts.front(), place))> compiled;
    compiled.reserve(texts.size());
    for (const auto& text : texts)
        compiled.push_back(compile(
            text,
            texts.size() == 1 ? place : place + ", entry " + std::to_string(compiled.size() + 1)));
    return compiled;
}

/// Names are exact; what is not understood is refused, never ignored (G6).
void check_names(const Json& statement, Kind kind, const std::string& where) {
    const auto check = [&](const auto& names, const std::string& allowed) {
        for (const auto& entry : statement.items()) {
            if (std::find(names.begin(), names.end(), entry.key()) == names.end())
                throw Flaw{where, "invalid policy element " + shown(entry.key()) + "; " + allowed};
        }
    };
    if (kind == Kind::Trust)
        check(kTrustElements,
              "a statement of a trust policy has Effect, Action, Principal and, if wanted, "
              "Condition and Sid");
    else
        check(kIdentityElements,
              "a statement has Effect, Action or NotAction, Resource or NotResource "
              "and, if wanted, Condition and Sid");
}

} // namespace

Statement compile_statement(const Json& element, Kind kind, const std::string& where) {
    check_names(object_in(element, where), kind, where);

    Statement statement;
    statement.effect = compile_effect(element, where);
    if (const auto* const sid = member(element, "Sid")) text_in(*sid, where + ", Sid");

    if (kind == Kind::Trust) {
        if (!element.contains("Action"))
            throw Flaw{where, "Add an Action element to the policy statement."};
        if (!element.contains("Principal"))
            throw Flaw{where, "Add a Principal element to the policy statement."};
        statement.actions = compile_each(element, "Action", where, compile_action);
        statement.principals = compile_principals(element.at("Principal"), where + ", Principal");
    } else {
        const auto* const actions = either(element, "Action", "NotAction", where);
        const auto* const resources = either(element, "Resource", "NotResource", where);
        statement.not_action = *actions == 'N';
        statement.not_resource = *resources == 'N';
        statement.actions = compile_each(element, actions, where, compile_action);
        statement.resources = compile_each(element, resources, where, compile_resource);
    }

    if (const auto* const conditions = member(element, "Condition"))
        statement.conditions = compile_conditions(*conditions, where + ", Condition");
    return statement;
}

} // namespace joingate::policy
