#include "tenancy/admin/policies.h"

#include "sql/statements.h"
#include "tenancy/admin/limits.h"
#include "tenancy/admin/names.h"
#include "tenancy/admin/users.h"
#include "tenancy/policy/document.h"

#include <Poco/String.h>

#include <algorithm>

namespace joingate::admin {
namespace {

void check_document(std::string_view document) {
    try {
        policy::Document::parse(document, policy::Kind::Identity);
    } catch (const policy::Malformed& e) {
        throw Refused{e.code() + ": " + e.what()};
    }
    // What the column holds; only a text of many non-ASCII characters is that long.
    constexpr std::size_t kMostBytes = 8192;
    if (document.size() > kMostBytes)
        throw Refused{"InvalidParameter.PolicyDocument.Length: at most 8192 bytes"};
}

[[noreturn]] void refuse_unknown(std::string_view account, std::string_view policy) {
    throw Refused{"account " + std::string{account} + " has no policy " + std::string{policy} +
                  "; see `joingatectl policy list " + std::string{account} + "`"};
}

std::vector<db::Row> versions_of(db::Session& session, std::string_view account,
                                 std::string_view policy) {
    auto rows = session.rows(statement::catalog_policy_versions,
                             {{"account", account}, {"policy", policy}});
    if (rows.empty()) refuse_unknown(account, policy);
    return rows;
}

bool is_default(const db::Row& version) {
    return version.number("version_id") == version.number("default_version");
}

const db::Row& default_of(const std::vector<db::Row>& versions) {
    return *std::find_if(versions.begin(), versions.end(), is_default);
}

void make_room(db::Session& session, const std::string& account,
               const std::vector<db::Row>& versions) {
    if (versions.size() < kVersionsPerPolicy) return;
    const auto oldest = std::find_if_not(versions.begin(), versions.end(), is_default);
    session.change(statement::catalog_delete_policy_version,
                   {{"account", account},
                    {"policy", oldest->text("policy_name")},
                    {"version", oldest->number("version_id")}});
}

std::string system_name(const std::string& asked) {
    std::string message = "there is no system policy " + asked + "; there are:";
    for (const auto name : policy::system_policy_names()) {
        if (Poco::icompare(asked, std::string{name}) == 0) return std::string{name};
        message += " " + std::string{name};
    }
    throw Refused{message};
}

std::string_view type_of(const PolicyName& policy) {
    return policy.is_system ? "System" : "Custom";
}

std::string_view type_of(const Holder& holder) {
    return holder.type == Holder::Type::User ? "USER" : "GROUP";
}

std::string stored_name(db::Session& session, const std::string& account, const Holder& holder) {
    if (holder.type == Holder::Type::User)
        return require_user(session, account, holder.name).text("user_name");
    return require_group(session, account, holder.name).text("group_name");
}

std::string stored_name(db::Session& session, const std::string& account,
                        const PolicyName& policy) {
    if (policy.is_system) return system_name(policy.name);
    return versions_of(session, account, policy.name).front().text("policy_name");
}

void check_attachments(const std::vector<db::Row>& attachments, const PolicyName& policy,
                       const Holder& holder) {
    const auto same_type =
        std::count_if(attachments.begin(), attachments.end(), [&](const db::Row& row) {
            return row.text("policy_type") == type_of(policy);
        });
    const bool is_user = holder.type == Holder::Type::User;
    const auto custom = is_user ? kCustomPoliciesPerUser : kCustomPoliciesPerGroup;
    check_limit(is_user ? "User.Policy" : "Group.Policy",
                policy.is_system ? "system policies each" : "custom policies each",
                static_cast<std::size_t>(same_type),
                policy.is_system ? kSystemPoliciesPerPrincipal : custom);
}

} // namespace

bool create_policy(const Catalog& catalog, const std::string& account, const std::string& name,
                   std::string_view document) {
    check_policy_name(name);
    check_document(document);
    bool created = false;
    catalog.change_account(account, [&](db::Session& session) {
        const db::Binds binds{{"account", account}, {"policy", name}};
        const auto versions = session.rows(statement::catalog_policy_versions, binds);
        created = versions.empty();
        if (!created) {
            if (default_of(versions).text("document") != document)
                throw Refused{"EntityAlreadyExists.Policy: " + name +
                              " has another document; change it with `joingatectl policy update`"};
            return;
        }
        const auto all =
            session.rows(statement::catalog_policies, {{"account", account}, {"policy", {}}});
        check_limit("Policy", "policies in an account", all.size(), kPoliciesPerAccount);
        session.change(statement::catalog_add_policy, binds);
        session.change(
            statement::catalog_add_policy_version,
            {{"account", account}, {"policy", name}, {"version", 1}, {"document", document}});
    });
    return created;
}

bool update_policy(const Catalog& catalog, const std::string& account, const std::string& name,
                   std::string_view document) {
    check_document(document);
    bool changed = false;
    catalog.change_account(account, [&](db::Session& session) {
        const auto versions = versions_of(session, account, name);
        changed = default_of(versions).text("document") != document;
        if (!changed) return;
        make_room(session, account, versions);
        const auto& stored = versions.front().text("policy_name");
        const auto next = versions.back().number("version_id") + 1;
        session.change(
            statement::catalog_add_policy_version,
            {{"account", account}, {"policy", stored}, {"version", next}, {"document", document}});
        session.change(statement::catalog_set_default_version,
                       {{"account", account}, {"policy", stored}, {"version", next}});
    });
    return changed;
}

bool delete_policy(const Catalog& catalog, const std::string& account, const std::string& name,
                   bool cascade) {
    std::uint64_t deleted = 0;
    catalog.change_account(account, [&](db::Session& session) {
        const db::Binds binds{{"account", account}, {"policy", name}};
        const auto row = session.row(statement::catalog_policies, binds);
        if (!row) refuse_unknown(account, name);
        if (row->number("attachments") != 0 && !cascade)
            throw Refused{"DeleteConflict.Policy.User: " + name +
                          " is attached; detach it first, or add --cascade"};
        session.change(statement::catalog_detach_everywhere, binds);
        deleted = session.change(statement::catalog_delete_policy, binds);
    });
    return deleted != 0;
}

std::vector<db::Row> list_policies(const Catalog& catalog, std::string_view account) {
    std::vector<db::Row> rows;
    catalog.read_account(account, [&](db::Session& session) {
        rows = session.rows(statement::catalog_policies, {{"account", account}, {"policy", {}}});
    });
    return rows;
}

std::vector<db::Row> list_policy_versions(const Catalog& catalog, std::string_view account,
                                          std::string_view name) {
    std::vector<db::Row> rows;
    catalog.read_account(account,
                         [&](db::Session& session) { rows = versions_of(session, account, name); });
    return rows;
}

std::string policy_document(const Catalog& catalog, std::string_view account,
                            const PolicyName& policy) {
    if (policy.is_system) return std::string{policy::system_policy_text(system_name(policy.name))};
    return default_of(list_policy_versions(catalog, account, policy.name)).text("document");
}

bool attach_policy(const Catalog& catalog, const std::string& account, const PolicyName& policy,
                   const Holder& holder) {
    bool attached = false;
    catalog.change_account(account, [&](db::Session& session) {
        const auto principal = stored_name(session, account, holder);
        const auto name = stored_name(session, account, policy);
        const auto held = session.rows(
            statement::catalog_attachments,
            {{"account", account}, {"principal_type", type_of(holder)}, {"principal", principal}});
        attached = std::none_of(held.begin(), held.end(), [&](const db::Row& row) {
            return row.text("policy_type") == type_of(policy) && row.text("policy_name") == name;
        });
        if (!attached) return;
        check_attachments(held, policy, holder);
        session.change(statement::catalog_attach, {{"account", account},
                                                   {"principal_type", type_of(holder)},
                                                   {"principal", principal},
                                                   {"policy_type", type_of(policy)},
                                                   {"policy", name}});
    });
    return attached;
}

bool detach_policy(const Catalog& catalog, const std::string& account, const PolicyName& policy,
                   const Holder& holder) {
    std::uint64_t detached = 0;
    catalog.change_account(account, [&](db::Session& session) {
        detached = session.change(statement::catalog_detach, {{"account", account},
                                                              {"principal_type", type_of(holder)},
                                                              {"principal", holder.name},
                                                              {"policy_type", type_of(policy)},
                                                              {"policy", policy.name}});
    });
    return detached != 0;
}

std::vector<db::Row> list_attachments(const Catalog& catalog, std::string_view account) {
    std::vector<db::Row> rows;
    catalog.read_account(account, [&](db::Session& session) {
        rows = session.rows(statement::catalog_attachments,
                            {{"account", account}, {"principal_type", {}}, {"principal", {}}});
    });
    return rows;
}

} // namespace joingate::admin
