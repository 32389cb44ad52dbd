#include "sql/failure.h"
#include "sql/rights.h"
#include "sql/schema_names.h"
#include "sql/statements.h"
#include "tenancy/admin/check_parts.h"

#include <algorithm>
#include <optional>
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

/// The rights of a line one by one. MySQL gives a role its host, and lists several in one line:
/// "`jgcatalog`@`%`,`jgexchange`@`%` WITH ADMIN OPTION".
std::vector<std::string> rights_of(const std::string& line) {
    auto right = right_in(line);
    if (right.empty()) return {};
    if (right.front() != '`') return {std::move(right)};
    const auto end = std::min(right.find(" WITH "), right.size());
    const auto option = right.substr(end);
    constexpr std::string_view kHost{"@`%`"};
    std::vector<std::string> all;
    for (std::size_t begin = 0; begin < end;) {
        const auto comma = std::min(right.find(',', begin), end);
        auto role = right.substr(begin, comma - begin);
        if (const auto host = role.rfind(kHost);
            host != std::string::npos && host + kHost.size() == role.size())
            role.resize(host);
        all.push_back(role + option);
        begin = comma + 1;
    }
    return all;
}

/// `grantee` as a line has it behind TO; the server also lists what a role has by other roles. A
/// default role has a line without TO.
Names rights_in(const std::vector<std::string>& lines, const std::string& grantee) {
    Names rights;
    for (const auto& line : lines) {
        if (line.find(" TO ") != std::string::npos &&
            line.find(" TO " + grantee) == std::string::npos)
            continue;
        for (auto& right : rights_of(line))
            rights.insert(std::move(right));
    }
    return rights;
}

/// As in a line of the server; a role has no host.
std::string grantee(const db::Row& row) {
    const auto& host = row.text("host");
    return row.text("user_name") + (host.empty() ? "" : "@" + host);
}

/// What SHOW GRANTS says; none where there is no such role or login, since one may go at any time.
template <class Grantee>
std::optional<std::vector<std::string>> grants(db::SchemaAdmin& schemas, const Grantee& grantee) {
    constexpr int kNoSuchGrant = 1141;
    try {
        return schemas.grants(grantee);
    } catch (const db::Fault& e) {
        if (e.number() != kNoSuchGrant) throw;
        return {};
    }
}

class Rights {
public:
    explicit Rights(const Installation& installation)
        : schemas_{installation.schemas},
          worker_{installation.worker},
          mariadb_{schemas_.is_mariadb()} {}

    Differences differences() {
        // The roles before the instances: an instance is registered before it has one.
        for (const auto& role :
             names(schemas_, mariadb_ ? statement::check_roles : statement::check_roles_of_mysql))
            roles_.insert(role);
        const auto role_holders = holders(mariadb_ ? statement::check_role_holders
                                                   : statement::check_role_holders_of_mysql,
                                          "role");
        instances_ = instance_rows(schemas_);

        expect_role(db::kCatalogRole, db::rights_of_catalog_role());
        expect_role(db::kExchangeRole,
                    db::rights_of_exchange_role(names(schemas_, statement::check_tables,
                                                      {{"schema", db::kExchangeSchema}})));
        for (const auto& instance : instances_)
            if (instance.is_complete())
                expect_role(instance.schema, db::rights_of_tenant_role(instance.schema));
        expect_login();
        expect_nothing_of_everybody();
        for (const auto& [pattern, stranger] :
             holders(mariadb_ ? statement::check_strangers : statement::check_strangers_of_mysql,
                     "pattern"))
            if (stranger != worker())
                differs("grantee " + stranger,
                        "has rights on `" + pattern + "`, and is none of ours");
        for (const auto& [role, holder] : role_holders)
            if (!may_hold(role, holder))
                differs("role " + role, "is granted to " + holder + ", which is none of ours");
        for (const auto& role : roles_)
            if (db::is_tenant_schema(role) && !is_instances(role))
                differs("role " + role, "is of no instance");
        return std::move(found_);
    }

private:
    /// What is held, and by whom.
    using Holders = std::vector<std::pair<std::string, std::string>>;

    void differs(const std::string& subject, const std::string& problem) {
        found_.push_back({"rights", subject, problem});
    }

    std::string quoted_worker() const { return '`' + worker_.user + "`@`" + worker_.host + '`'; }

    std::string worker() const { return worker_.user + '@' + worker_.host; }

    Holders holders(const db::Statement& statement, std::string_view held) {
        Holders all;
        schemas_.read(db::kCatalogSchema, [&](db::Session& session) {
            all.clear();
            for (const auto& row : session.rows(statement))
                all.emplace_back(row.text(held), grantee(row));
        });
        return all;
    }

    bool is_instances(std::string_view role) const {
        return std::any_of(instances_.begin(), instances_.end(),
                           [&](const auto& instance) { return instance.schema == role; });
    }

    bool may_hold(const std::string& role, const std::string& holder) const {
        return holder == worker() || (role == db::kExchangeRole && db::is_tenant_schema(holder));
    }

    void expect_role(std::string_view role, const std::vector<std::string>& rights) {
        const std::string subject = "role " + std::string{role};
        const auto lines =
            roles_.find(role) == roles_.end() ? std::nullopt : grants(schemas_, role);
        if (!lines)
            differs(subject, "does not exist");
        else
            compare(subject, rights_in(*lines, '`' + std::string{role} + '`'),
                    {rights.begin(), rights.end()}, {});
    }

    void expect_login() {
        const std::string subject = "login " + worker_.user;
        const auto lines = grants(schemas_, worker_);
        if (!lines) {
            differs(subject, "does not exist");
            return;
        }
        Names wanted{db::membership(db::kCatalogRole), db::membership(db::kExchangeRole)};
        Names allowed;
        for (const auto& instance : instances_)
            (instance.is_complete() ? wanted : allowed).insert(db::membership(instance.schema));
        auto there = rights_in(*lines, quoted_worker());
        if (!mariadb_)
            for (const auto& role : names(schemas_, statement::check_default_roles_of_mysql,
                                          {{"user", worker_.user}, {"host", worker_.host}}))
                there.insert("SET DEFAULT ROLE `" + role + "` FOR " + quoted_worker());
        compare(subject, there, wanted, allowed);
    }

    void expect_nothing_of_everybody() {
        if (mariadb_)
            compare("PUBLIC", rights_in(schemas_.grants("public"), "PUBLIC"), {}, {});
        else
            for (const auto& roles : names(schemas_, statement::check_mandatory_roles_of_mysql))
                differs("mandatory_roles",
                        "gives every login, the workers' too, the roles " + roles);
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
    const bool mariadb_;
    Names roles_;
    std::vector<InstanceRow> instances_;
    Differences found_;
};

} // namespace

Differences check_rights(const Installation& installation) {
    return Rights{installation}.differences();
}

} // namespace joingate::admin
