#include "sql/rights.h"
#include "sql/schema_names.h"
#include "sql/statements.h"
#include "tenancy/admin/check_parts.h"

#include <algorithm>
#include <set>

namespace joingate::admin {
namespace {

using Names = std::set<std::string, std::less<>>;

std::vector<std::string> names(db::SchemaAdmin& schemas, const db::Statement& statement,
                               const db::Binds& binds = {}) {
    std::vector<std::string> all;
    schemas.read(db::kCatalogSchema, [&](db::Session& session) {
        all.clear();
        for (const auto& row : session.rows(statement, binds))
            all.push_back(row.text("name"));
    });
    return all;
}

/// What stands in a line of SHOW GRANTS between GRANT and TO, with its option; never the password
/// that a login's line ends with. "" for the right to log in, which everybody has.
std::string right_in(const std::string& line) {
    constexpr std::string_view kGrant{"GRANT "};
    const auto to = line.find(" TO ");
    if (line.compare(0, kGrant.size(), kGrant) != 0 || to == std::string::npos) return line;
    auto right = line.substr(kGrant.size(), to - kGrant.size());
    for (const std::string_view option : {" WITH GRANT OPTION", " WITH ADMIN OPTION"})
        if (line.size() > option.size() &&
            line.compare(line.size() - option.size(), option.size(), option) == 0)
            right += option;
    return right == "USAGE ON *.*" ? std::string{} : right;
}

/// `grantee` as a line has it behind TO; the server also lists what a role has by other roles. A
/// default role has a line without TO.
Names rights_in(const std::vector<std::string>& lines, const std::string& grantee) {
    Names rights;
    for (const auto& line : lines) {
        if (line.find(" TO ") != std::string::npos &&
            line.find(" TO " + grantee) == std::string::npos)
            continue;
        auto right = right_in(line);
        if (!right.empty()) rights.insert(std::move(right));
    }
    return rights;
}

class Rights {
public:
    explicit Rights(const Installation& installation)
        : schemas_{installation.schemas}, worker_{installation.worker} {}

    Differences differences() {
        // The roles before the instances: an instance is registered before it has one.
        for (const auto& role : names(schemas_, statement::check_roles))
            roles_.insert(role);
        const auto holders = role_holders();
        instances_ = instance_rows(schemas_);

        expect_role(db::kCatalogRole, db::rights_of_catalog_role());
        expect_role(db::kExchangeRole,
                    db::rights_of_exchange_role(names(schemas_, statement::check_tables,
                                                      {{"schema", db::kExchangeSchema}})));
        for (const auto& instance : instances_)
            if (instance.is_complete())
                expect_role(instance.schema, db::rights_of_tenant_role(instance.schema));
        expect_login();
        compare("PUBLIC", rights_in(schemas_.grants("public"), "PUBLIC"), {}, {});
        for (const auto& [role, holder] : holders)
            if (!may_hold(role, holder))
                differs("role " + role, "is granted to " + holder + ", which is none of ours");
        for (const auto& role : roles_)
            if (db::is_tenant_schema(role) && !is_instances(role))
                differs("role " + role, "is of no instance");
        return std::move(found_);
    }

private:
    using Holders = std::vector<std::pair<std::string, std::string>>;

    void differs(const std::string& subject, const std::string& problem) {
        found_.push_back({"rights", subject, problem});
    }

    std::string quoted_worker() const { return '`' + worker_.user + "`@`" + worker_.host + '`'; }

    Holders role_holders() {
        Holders holders;
        schemas_.read(db::kCatalogSchema, [&](db::Session& session) {
            holders.clear();
            for (const auto& row : session.rows(statement::check_role_holders)) {
                // A role has no host.
                auto holder = row.text("user_name");
                if (!row.text("host").empty()) holder.append("@").append(row.text("host"));
                holders.emplace_back(row.text("role"), std::move(holder));
            }
        });
        return holders;
    }

    bool is_instances(std::string_view role) const {
        return std::any_of(instances_.begin(), instances_.end(),
                           [&](const auto& instance) { return instance.schema == role; });
    }

    bool may_hold(const std::string& role, const std::string& holder) const {
        return holder == worker_.user + '@' + worker_.host ||
               (role == db::kExchangeRole && db::is_tenant_schema(holder));
    }

    void expect_role(std::string_view role, const std::vector<std::string>& rights) {
        const std::string subject = "role " + std::string{role};
        if (roles_.find(role) == roles_.end()) {
            differs(subject, "does not exist");
            return;
        }
        compare(subject, rights_in(schemas_.grants(role), '`' + std::string{role} + '`'),
                {rights.begin(), rights.end()}, {});
    }

    void expect_login() {
        Names wanted{db::membership(db::kCatalogRole), db::membership(db::kExchangeRole)};
        Names allowed;
        for (const auto& instance : instances_)
            (instance.is_complete() ? wanted : allowed).insert(db::membership(instance.schema));
        compare("login " + worker_.user, rights_in(schemas_.grants(worker_), quoted_worker()),
                wanted, allowed);
    }

    void compare(const std::string& subject, const Names& there, const Names& wanted,
                 const Names& allowed) {
        for (const auto& right : wanted)
            if (there.find(right) == there.end()) differs(subject, "lacks " + right);
        for (const auto& right : there)
            if (wanted.find(right) == wanted.end() && allowed.find(right) == allowed.end())
                differs(subject, "must not have " + right);
    }

    db::SchemaAdmin& schemas_;
    const db::Login& worker_;
    Names roles_;
    std::vector<InstanceRow> instances_;
    Differences found_;
};

} // namespace

Differences check_rights(const Installation& installation) {
    if (!installation.schemas.is_mariadb()) return {};
    return Rights{installation}.differences();
}

} // namespace joingate::admin
