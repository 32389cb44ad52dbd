#include "tenancy/admin/users.h"

#include "sql/statements.h"
#include "tenancy/admin/limits.h"
#include "tenancy/admin/names.h"

namespace joingate::admin {
namespace {

void refuse_while(const db::Row& row, std::string_view column, const std::string& code,
                  const std::string& what) {
    if (row.number(column) != 0)
        throw Refused{code + ": it still has " + what + "; remove them first, or add --cascade"};
}

} // namespace

db::Row require_user(db::Session& session, std::string_view account, std::string_view user) {
    auto row = session.row(statement::catalog_users, {{"account", account}, {"user", user}});
    if (!row)
        throw Refused{"account " + std::string{account} + " has no user " + std::string{user}};
    return std::move(*row);
}

db::Row require_group(db::Session& session, std::string_view account, std::string_view group) {
    auto row = session.row(statement::catalog_groups, {{"account", account}, {"group", group}});
    if (!row)
        throw Refused{"account " + std::string{account} + " has no group " + std::string{group}};
    return std::move(*row);
}

bool create_user(const Catalog& catalog, const std::string& account, const std::string& user) {
    check_user_name(user);
    bool created = false;
    catalog.change_account(account, [&](db::Session& session) {
        created = !session.row(statement::catalog_users, {{"account", account}, {"user", user}});
        if (!created) return;
        const auto rows =
            session.rows(statement::catalog_users, {{"account", account}, {"user", {}}});
        check_limit("User", "users in an account", rows.size(), kUsersPerAccount);
        session.change(statement::catalog_add_user, {{"account", account}, {"user", user}});
    });
    return created;
}

bool delete_user(const Catalog& catalog, const std::string& account, const std::string& user,
                 bool cascade) {
    std::uint64_t deleted = 0;
    // A principal is checked against its account's generation too, so that its keys need no
    // mention.
    catalog.change_account(account, [&](db::Session& session) {
        const auto row = require_user(session, account, user);
        const db::Binds binds{{"account", account}, {"user", user}};
        if (!cascade) {
            refuse_while(row, "access_keys", "DeleteConflict.User.AccessKey", "access keys");
            refuse_while(row, "user_groups", "DeleteConflict.User.Group", "groups");
            refuse_while(row, "policies", "DeleteConflict.User.Policy", "policies");
        }
        session.change(statement::catalog_delete_keys_of_user, binds);
        session.change(statement::catalog_leave_groups, binds);
        session.change(statement::catalog_detach_all,
                       {{"account", account}, {"principal_type", "USER"}, {"principal", user}});
        deleted = session.change(statement::catalog_delete_user, binds);
    });
    return deleted != 0;
}

std::vector<db::Row> list_users(const Catalog& catalog, std::string_view account) {
    std::vector<db::Row> rows;
    catalog.read_account(account, [&](db::Session& session) {
        rows = session.rows(statement::catalog_users, {{"account", account}, {"user", {}}});
    });
    return rows;
}

bool create_group(const Catalog& catalog, const std::string& account, const std::string& group) {
    check_group_name(group);
    bool created = false;
    catalog.change_account(account, [&](db::Session& session) {
        created = !session.row(statement::catalog_groups, {{"account", account}, {"group", group}});
        if (!created) return;
        const auto rows =
            session.rows(statement::catalog_groups, {{"account", account}, {"group", {}}});
        check_limit("Group", "groups in an account", rows.size(), kGroupsPerAccount);
        session.change(statement::catalog_add_group, {{"account", account}, {"group", group}});
    });
    return created;
}

bool delete_group(const Catalog& catalog, const std::string& account, const std::string& group,
                  bool cascade) {
    std::uint64_t deleted = 0;
    catalog.change_account(account, [&](db::Session& session) {
        const auto row = require_group(session, account, group);
        const db::Binds binds{{"account", account}, {"group", group}};
        if (!cascade) {
            refuse_while(row, "users", "DeleteConflict.Group.User", "users");
            refuse_while(row, "policies", "DeleteConflict.Group.Policy", "policies");
        }
        session.change(statement::catalog_empty_group, binds);
        session.change(statement::catalog_detach_all,
                       {{"account", account}, {"principal_type", "GROUP"}, {"principal", group}});
        deleted = session.change(statement::catalog_delete_group, binds);
    });
    return deleted != 0;
}

std::vector<db::Row> list_groups(const Catalog& catalog, std::string_view account) {
    std::vector<db::Row> rows;
    catalog.read_account(account, [&](db::Session& session) {
        rows = session.rows(statement::catalog_groups, {{"account", account}, {"group", {}}});
    });
    return rows;
}

bool add_member(const Catalog& catalog, const std::string& account, const std::string& group,
                const std::string& user) {
    std::uint64_t added = 0;
    catalog.change_account(account, [&](db::Session& session) {
        added = 0;
        const auto user_row = require_user(session, account, user);
        const auto group_row = require_group(session, account, group);
        const auto& member = user_row.text("user_name");
        const db::Binds binds{
            {"account", account}, {"group", group_row.text("group_name")}, {"user", member}};
        if (!session.rows(statement::catalog_members, binds).empty()) return;
        const auto groups = session.rows(statement::catalog_members,
                                         {{"account", account}, {"group", {}}, {"user", member}});
        check_limit("User.Group", "groups of a user", groups.size(), kGroupsPerUser);
        added = session.change(statement::catalog_add_member, binds);
    });
    return added != 0;
}

bool remove_member(const Catalog& catalog, const std::string& account, const std::string& group,
                   const std::string& user) {
    std::uint64_t removed = 0;
    catalog.change_account(account, [&](db::Session& session) {
        removed = session.change(statement::catalog_remove_member,
                                 {{"account", account}, {"group", group}, {"user", user}});
    });
    return removed != 0;
}

std::vector<db::Row> list_members(const Catalog& catalog, std::string_view account,
                                  std::string_view group) {
    std::vector<db::Row> rows;
    catalog.read_account(account, [&](db::Session& session) {
        require_group(session, account, group);
        rows = session.rows(statement::catalog_members,
                            {{"account", account}, {"group", group}, {"user", {}}});
    });
    return rows;
}

} // namespace joingate::admin
