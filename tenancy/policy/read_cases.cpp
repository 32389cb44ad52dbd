#include "tenancy/policy/cases.h"
#include "tenancy/policy/document.h"
#include "tenancy/policy/element.h"

#include <algorithm>
#include <array>
#include <initializer_list>
#include <istream>
#include <iterator>

namespace joingate::policy {
namespace {

using Holder = Case::Holder;
using Names = std::initializer_list<std::string_view>;

/// A document may have 16 levels of its own inside a case, and more where it must be refused.
constexpr JsonRules kFileRules{32, true};

void check_names(const Json& object, Names names, const std::string& where) {
    for (const auto& entry : object_in(object, where).items()) {
        if (std::find(names.begin(), names.end(), entry.key()) == names.end())
            throw Flaw{where, "there is no field " + shown(entry.key())};
    }
}

const Json& required(const Json& object, const char* name, const std::string& where) {
    const auto* const found = member(object, name);
    if (found == nullptr) throw Flaw{where, std::string{"the field "} + name + " is missing"};
    return *found;
}

const std::string& text_of(const Json& object, const char* name, const std::string& where) {
    return text_in(required(object, name, where), where + ", " + name);
}

/// None where it is absent or null.
std::optional<std::string> optional_text(const Json& object, const char* name,
                                         const std::string& where) {
    const auto* const found = member(object, name);
    if (found == nullptr || found->is_null()) return std::nullopt;
    return text_in(*found, where + ", " + name);
}

/// Unlike the lists of a policy it may be empty or long.
std::vector<std::string> list_of(const Json& object, const char* name, const std::string& where) {
    const auto place = where + ", " + name;
    const auto& list = required(object, name, where);
    if (!list.is_array()) throw Flaw{place, "this must be an array of strings"};
    std::vector<std::string> texts;
    for (const auto& entry : list)
        texts.push_back(text_in(entry, place));
    return texts;
}

void read_principal(const Json& principal, const std::string& where, Case& c) {
    check_names(principal, {"account", "user", "groups", "role"}, where);
    c.account = text_of(principal, "account", where);
    c.user = optional_text(principal, "user", where);
    if (principal.contains("groups")) c.groups = list_of(principal, "groups", where);
    const auto* const role = member(principal, "role");
    if (role == nullptr || role->is_null()) return;
    if (c.user) throw Flaw{where, "a caller is a user or a role session, not both"};
    check_names(*role, {"name", "session"}, where + ", role");
    c.role = text_of(*role, "name", where + ", role");
}

struct Prefix {
    std::string_view text;
    Holder holder;
};

constexpr std::array<Prefix, 4> kHolders{{{"user:", Holder::User},
                                          {"group:", Holder::Group},
                                          {"role:", Holder::Role},
                                          {"trust:", Holder::Trust}}};

void read_holder(const std::string& on, const std::string& where, Case::Attached& attached) {
    if (on == "session") {
        attached.holder = Holder::Session;
        return;
    }
    for (const auto& prefix : kHolders) {
        if (on.size() <= prefix.text.size() || on.compare(0, prefix.text.size(), prefix.text) != 0)
            continue;
        attached.holder = prefix.holder;
        attached.holder_name = on.substr(prefix.text.size());
        return;
    }
    throw Flaw{where,
               "on is " + shown(on) +
                   "; write user:<name>, group:<name>, role:<name>, trust:<role> or session"};
}

Case::Attached read_policy(const Json& policy, const std::string& where) {
    check_names(policy, {"on", "document", "text", "system", "stored"}, where);
    Case::Attached attached;
    read_holder(text_of(policy, "on", where), where, attached);

    const auto* const document = member(policy, "document");
    const auto text = optional_text(policy, "text", where);
    const auto system = optional_text(policy, "system", where);
    if ((document != nullptr ? 1 : 0) + (text ? 1 : 0) + (system ? 1 : 0) != 1)
        throw Flaw{where, "exactly one of document, text and system is needed"};
    if (document != nullptr) attached.text = document->dump();
    if (text) attached.text = *text;
    if (system) {
        attached.system = *system;
        if (system_policy_text(*system).empty())
            throw Flaw{where, "there is no system policy " + shown(*system)};
        if (attached.holder == Holder::Session || attached.holder == Holder::Trust)
            throw Flaw{where, "a system policy is attached to a user, a group or a role"};
    }
    if (const auto* const stored = member(policy, "stored")) {
        if (!stored->is_boolean()) throw Flaw{where, "stored must be true or false"};
        attached.stored = stored->get<bool>();
    }
    return attached;
}

void read_policies(const Json& policies, const std::string& where, Case& c) {
    if (!policies.is_array()) throw Flaw{where, "policies must be an array"};
    for (const auto& entry : policies) {
        auto attached =
            read_policy(entry, where + ", policy " + std::to_string(c.policies.size() + 1));
        const bool takes_one =
            attached.holder == Holder::Session || attached.holder == Holder::Trust;
        const bool has_one =
            std::any_of(c.policies.begin(), c.policies.end(), [&](const Case::Attached& earlier) {
                return earlier.holder == attached.holder &&
                       earlier.holder_name == attached.holder_name;
            });
        if (takes_one && has_one)
            throw Flaw{where, "a session or a role has only one such document"};
        c.policies.push_back(std::move(attached));
    }
}

void read_request(const Json& request, const std::string& where, Case& c) {
    check_names(request, {"action", "resources", "context"}, where);
    c.action = text_of(request, "action", where);
    c.resources = list_of(request, "resources", where);
    const auto* const context = member(request, "context");
    if (context == nullptr) return;
    for (const auto& entry : object_in(*context, where + ", context").items())
        c.context.emplace_back(entry.key(),
                               text_in(entry.value(), where + ", context, " + entry.key()));
}

void read_expectation(const Json& entry, const std::string& where, Case& c) {
    const auto& expect = text_of(entry, "expect", where);
    const auto verdicts = {Verdict::Allow, Verdict::Deny, Verdict::InvalidPolicy};
    const auto* const found = std::find_if(verdicts.begin(), verdicts.end(),
                                           [&](Verdict v) { return to_string(v) == expect; });
    if (found == verdicts.end())
        throw Flaw{where, "expect is " + shown(expect) + "; write allow, deny or invalid-policy"};
    c.expect = *found;
    c.expected_error = optional_text(entry, "error", where).value_or("");
    if ((c.expect == Verdict::InvalidPolicy) == c.expected_error.empty())
        throw Flaw{where, "error, a code, belongs to invalid-policy and to nothing else"};
}

Case read_case(const Json& entry, std::size_t number) {
    const auto position = "case " + std::to_string(number);
    object_in(entry, position);
    Case c;
    c.name = text_of(entry, "name", position);
    const auto where = position + " " + shown(c.name);
    check_names(entry,
                {"name", "rules", "principal", "policies", "request", "expect", "error", "why"},
                where);
    read_principal(required(entry, "principal", where), where + ", principal", c);
    read_policies(required(entry, "policies", where), where, c);
    read_request(required(entry, "request", where), where + ", request", c);
    read_expectation(entry, where, c);
    c.why = optional_text(entry, "why", where).value_or("");
    return c;
}

} // namespace

std::vector<Case> read_cases(std::istream& file) {
    const std::string text{std::istreambuf_iterator<char>{file}, {}};
    const auto json = read_json(text, kFileRules);
    const std::string where = "file of cases";
    check_names(json, {"format", "about", "fields", "cases"}, where);
    const auto* const format = member(json, "format");
    if (format != nullptr && *format != 1) throw Flaw{where, "only format 1 is known"};
    const auto& entries = required(json, "cases", where);
    if (!entries.is_array()) throw Flaw{where, "cases must be an array"};

    std::vector<Case> cases;
    cases.reserve(entries.size());
    for (const auto& entry : entries)
        cases.push_back(read_case(entry, cases.size() + 1));
    return cases;
}

} // namespace joingate::policy
