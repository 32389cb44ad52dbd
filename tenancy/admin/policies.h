#pragma once

#include "tenancy/admin/catalog.h"

#include <string>
#include <string_view>
#include <vector>

namespace joingate::admin {

/// Who holds a policy.
struct Holder {
    enum class Type { User, Group } type = Type::User;
    std::string name;
};

/// A policy of the account, or one that is built in.
struct PolicyName {
    std::string name;
    bool is_system = false;
};

/// Policies of an account (spec "policy"). Each change returns whether something changed; Refused
/// names the code of section 5 or 8 for a bad document, a limit, or what is in the way.

bool create_policy(const Catalog& catalog, const std::string& account, const std::string& name,
                   std::string_view document);
/// A new version that becomes the default; the oldest other one goes where five are kept.
bool update_policy(const Catalog& catalog, const std::string& account, const std::string& name,
                   std::string_view document);
/// With `cascade` it is detached everywhere; without, an attachment refuses it.
bool delete_policy(const Catalog& catalog, const std::string& account, const std::string& name,
                   bool cascade);

/// Columns policy_name, default_version, create_millis, attachments; system policies not among
/// them.
std::vector<db::Row> list_policies(const Catalog& catalog, std::string_view account);
/// Of a custom policy, oldest first: policy_name, default_version, version_id, document,
/// create_millis.
std::vector<db::Row> list_policy_versions(const Catalog& catalog, std::string_view account,
                                          std::string_view name);
/// The text that counts.
std::string policy_document(const Catalog& catalog, std::string_view account,
                            const PolicyName& policy);

bool attach_policy(const Catalog& catalog, const std::string& account, const PolicyName& policy,
                   const Holder& holder);
bool detach_policy(const Catalog& catalog, const std::string& account, const PolicyName& policy,
                   const Holder& holder);
/// Columns principal_type, principal_name, policy_type, policy_name.
std::vector<db::Row> list_attachments(const Catalog& catalog, std::string_view account);

} // namespace joingate::admin
