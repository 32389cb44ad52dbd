#include "tenancy/policy/cases.h"

#include "tenancy/policy/arn.h"
#include "tenancy/policy/decision.h"
#include "tenancy/policy/pattern.h"

#include <algorithm>

namespace joingate::policy {
namespace {

using Holder = Case::Holder;

Kind kind_for(Holder holder) {
    switch (holder) {
    case Holder::Session: return Kind::Session;
    case Holder::Trust: return Kind::Trust;
    default: return Kind::Identity;
    }
}

bool same(std::string_view one, std::string_view other) {
    return equals(one, other, LetterCase::Ignored);
}

/// The role that an AssumeRole call asks for, by its one resource.
bool is_asked_for(const Case& c, std::string_view role) {
    return std::any_of(c.resources.begin(), c.resources.end(), [&](const auto& resource) {
        const auto arn = split_arn(resource);
        const auto name = arn ? name_after("role/", arn->relative_id) : std::nullopt;
        return name && same(*name, role);
    });
}

/// Puts the document where the evaluation of this caller would find it, or nowhere (E10).
void attach(const Case& c, const Case::Attached& attached, const DocumentPtr& document,
            Asker& asker) {
    const auto& name = attached.holder_name;
    switch (attached.holder) {
    case Holder::User:
        if (c.user && same(*c.user, name)) asker.identity.push_back(document);
        break;
    case Holder::Group:
        if (c.user && std::any_of(c.groups.begin(), c.groups.end(),
                                  [&](const auto& group) { return same(group, name); }))
            asker.identity.push_back(document);
        break;
    case Holder::Role:
        if (c.role && same(*c.role, name)) asker.identity.push_back(document);
        break;
    case Holder::Session: asker.session = document; break;
    case Holder::Trust:
        if (is_asked_for(c, name)) asker.trust = document;
        break;
    }
}

} // namespace

std::string_view to_string(Verdict verdict) {
    switch (verdict) {
    case Verdict::Allow: return "allow";
    case Verdict::InvalidPolicy: return "invalid-policy";
    case Verdict::Deny: break;
    }
    return "deny";
}

Outcome run(const Case& policy_case) {
    Asker asker;
    asker.account = policy_case.account;
    if (policy_case.user) asker.user = *policy_case.user;
    if (policy_case.role) asker.role = *policy_case.role;
    for (const auto& attached : policy_case.policies) {
        DocumentPtr document;
        try {
            document = attached.system.empty()
                           ? Document::parse(attached.text, kind_for(attached.holder))
                           : system_policy(attached.system);
        } catch (const Malformed& e) {
            if (!attached.stored) return {Verdict::InvalidPolicy, e.code(), e.what()};
        }
        attach(policy_case, attached, document, asker);
    }

    Question question;
    question.action = policy_case.action;
    question.resources = policy_case.resources;
    question.context.assign(policy_case.context.begin(), policy_case.context.end());
    const bool allowed = decide(asker, question) == Decision::Allow;
    return {allowed ? Verdict::Allow : Verdict::Deny, {}, {}};
}

bool as_expected(const Case& policy_case, const Outcome& outcome) {
    return outcome.verdict == policy_case.expect && outcome.error == policy_case.expected_error;
}

} // namespace joingate::policy
