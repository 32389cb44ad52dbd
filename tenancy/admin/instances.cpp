#include "tenancy/admin/instances.h"

#include "sql/schema_names.h"
#include "sql/statements.h"
#include "tenancy/admin/names.h"
#include "tenancy/random.h"

#include <functional>
#include <map>
#include <thread>

namespace joingate::admin {
namespace {

[[noreturn]] void refuse_unknown(std::string_view id) {
    throw Refused{"there is no instance " + std::string{id} + "; see `joingatectl instance list`"};
}

[[noreturn]] void refuse_state(const db::Row& row) {
    const auto& state = row.text("state");
    const auto& id = row.text("iot_instance_id");
    std::string advice;
    if (state == "SUSPENDED") advice = "; run `joingatectl instance resume " + id + "` first";
    if (state == "DELETING") advice = "; run `joingatectl instance delete " + id + "` to finish";
    if (state == "CREATING")
        advice = "; run `joingatectl instance create " + row.text("account") +
                 (row.flag("is_public") ? " --public" : " --id " + id) + "` to finish";
    throw Refused{"instance " + id + " is " + state + advice};
}

db::Row lock_instance(db::Session& session, std::string_view id) {
    auto row = session.row(statement::catalog_lock_instance, {{"id", id}});
    if (!row) refuse_unknown(id);
    return std::move(*row);
}

/// The id under which the wanted instance is registered already, if it is.
std::optional<std::string> registered(db::Session& session, const NewInstance& wanted) {
    const db::Binds account{{"account", wanted.account}};
    if (wanted.is_public)
        if (const auto row = session.row(statement::catalog_public_instance, account)) {
            const auto& id = row->text("iot_instance_id");
            if (wanted.id && *wanted.id != id)
                throw Refused{"account " + wanted.account + " has the public instance " + id};
            return id;
        }
    if (wanted.id) {
        const auto row = session.row(statement::catalog_instance, {{"id", *wanted.id}});
        if (!row) return {};
        if (row->text("account") != wanted.account || row->flag("is_public") != wanted.is_public)
            throw Refused{"instance " + *wanted.id + " exists, for account " +
                          row->text("account") +
                          (row->flag("is_public") ? " and public" : " and not public")};
        return wanted.id;
    }
    if (!wanted.is_public)
        if (const auto row = session.row(statement::catalog_orphaned_instance, account))
            return row->text("iot_instance_id");
    return {};
}

std::string register_instance(const Catalog& catalog, const NewInstance& wanted) {
    constexpr std::size_t kRandom = 8;
    std::string id;
    catalog.change_account(wanted.account, [&](db::Session& session) {
        if (auto found = registered(session, wanted)) {
            id = std::move(*found);
            return;
        }
        id = wanted.id ? *wanted.id : "iot-" + random_text(kSmallLettersAndDigits, kRandom);
        const auto number = session.insert(
            statement::catalog_add_instance,
            {{"id", id},
             {"account", wanted.account},
             {"public_account", wanted.is_public ? db::Value{wanted.account} : db::Value{}}});
        const auto schema = db::tenant_schema(number);
        session.change(statement::catalog_name_schema, {{"instance", number}, {"schema", schema}});
    });
    return id;
}

/// By what workers ask for an account: no command has told them of one that came with a copy.
std::vector<std::string> names_of(const Catalog& catalog, const std::string& account) {
    std::vector<std::string> names;
    catalog.read([&](db::Session& session) {
        names = {account};
        for (const auto& row :
             session.rows(statement::catalog_accounts, {{"account", std::string_view{account}}}))
            names.push_back(row.text("uid"));
        for (const auto& row :
             session.rows(statement::catalog_keys, {{"account", account}, {"user", {}}}))
            names.push_back(row.text("access_key_id"));
    });
    return names;
}

/// False where somebody else made it READY.
bool build_instance(const Catalog& catalog, const Tenants& tenants, const std::string& account,
                    const std::string& id) {
    bool built = false;
    catalog.change(names_of(catalog, account), [&](db::Session& session) {
        const auto row = lock_instance(session, id);
        built = row.text("state") == "CREATING";
        if (row.text("state") == "READY") return;
        if (!built) refuse_state(row);
        tenants.schemas.create_tenant(row.text("schema_name"), tenants.worker);
        session.change(statement::catalog_move_instance,
                       {{"id", id}, {"from", "CREATING"}, {"to", "READY"}});
    });
    return built;
}

bool move_instance(const Catalog& catalog, const std::string& id, std::string_view from,
                   std::string_view to) {
    std::uint64_t moved = 0;
    const auto account = show_instance(catalog, id).text("account");
    catalog.change({account}, [&](db::Session& session) {
        const auto row = lock_instance(session, id);
        moved = 0;
        if (row.text("state") == to) return;
        moved = session.change(statement::catalog_move_instance,
                               {{"id", id}, {"from", from}, {"to", to}});
        if (moved == 0) refuse_state(row);
    });
    return moved != 0;
}

/// False where no request can have reached it.
bool hide_instance(const Catalog& catalog, const db::Row& instance) {
    const auto& id = instance.text("iot_instance_id");
    bool was_used = true;
    catalog.change({instance.text("account")}, [&](db::Session& session) {
        const auto state = lock_instance(session, id).text("state");
        was_used = state != "CREATING";
        session.change(statement::catalog_move_instance,
                       {{"id", id}, {"from", state}, {"to", "DELETING"}});
    });
    return was_used;
}

bool is_migrated(db::SchemaAdmin& schemas, std::string_view schema) {
    const auto states = schemas.status(db::kTenantFamily, schema);
    return !states.empty() && states.front().applied_millis != 0;
}

using Forget = std::function<void(db::Session&, const std::vector<db::Row>&)>;

/// Few rows in a transaction, so that nobody waits long for one. `forget` must see to it that the
/// list does not name them again.
void in_batches(const Catalog& catalog, const std::string& schema, const db::Statement& list,
                const db::Binds& binds, const Forget& forget) {
    for (;;) {
        std::vector<db::Row> rows;
        catalog.read_tenant(schema,
                            [&](db::Session& session) { rows = session.rows(list, binds); });
        if (rows.empty()) return;
        catalog.change_tenant(schema, [&](db::Session& session) { forget(session, rows); });
    }
}

/// Before the lease ends: the other party of an open order is told, as if the account had answered.
void close_order(db::Session& session, const std::string& account, const db::Statement& close,
                 const db::Row& lease) {
    if (!lease.has("order_id")) return;
    const auto order = lease.number("order_id");
    if (session.change(close, {{"order", order}}) != 0)
        session.change(statement::notify_other_party, {{"caller", account}, {"order", order}});
}

void give_back(db::Session& session, const std::string& account, const std::string& quota,
               std::uint64_t count) {
    session.change(
        statement::catalog_give_back_quota,
        {{"account", account}, {"quota", quota}, {"count", static_cast<std::int64_t>(count)}});
}

/// With their leases, in the order in which others lock them. A permission goes in the transaction
/// that counts it, so that it is counted once, however often this runs.
void forget_permissions(db::Session& session, const std::string& account,
                        const std::vector<db::Row>& permissions) {
    std::map<std::string, std::uint64_t> counts;
    for (const auto& row : permissions) {
        const auto id = row.number("permission_id");
        const auto& type = row.text("permission_type");
        if (session.change(statement::remove_permission, {{"permission", id}, {"type", type}}) != 0)
            ++counts[type];
        close_order(session, account, statement::catalog_cancel_order, row);
        if (row.flag("leased")) session.change(statement::catalog_end_lease, {{"permission", id}});
        session.change(statement::catalog_forget_resource, {{"id", id}});
    }
    for (const auto& [type, count] : counts)
        give_back(session, account, type + "_JOIN_PERMISSION", count);
}

/// As with permissions: in the transaction that counts them.
void forget_gateways(db::Session& session, const db::Row& instance,
                     const std::vector<db::Row>& gateways) {
    std::uint64_t count = 0;
    for (const auto& row : gateways)
        count += session.change(
            statement::catalog_release_gateway,
            {{"gateway", row.text("gw_eui")}, {"instance", instance.number("instance")}});
    give_back(session, instance.text("account"), "GATEWAY", count);
}

/// They are free to be added again.
void forget_nodes(db::Session& session, const std::string& account,
                  const std::vector<db::Row>& nodes) {
    std::uint64_t count = 0;
    for (const auto& row : nodes)
        count +=
            session.change(statement::catalog_forget_node,
                           {{"dev_eui", row.text("dev_eui")}, {"group", row.number("group_id")}});
    give_back(session, account, "NODE", count);
}

/// What other tenants and the account's quota still know of it.
void leave_exchange(const Catalog& catalog, const db::Row& instance) {
    const auto& account = instance.text("account");
    const auto& schema = instance.text("schema_name");
    const auto number = instance.number("instance");
    const db::Binds of_instance{{"instance", number}};

    in_batches(catalog, schema, statement::catalog_permissions_of_instance, {},
               [&](db::Session& session, const std::vector<db::Row>& rows) {
                   forget_permissions(session, account, rows);
               });
    const db::Binds of_account{{"account", account}, {"instance", number}};
    in_batches(catalog, schema, statement::catalog_gateways_of_instance, of_account,
               [&](db::Session& session, const std::vector<db::Row>& rows) {
                   forget_gateways(session, instance, rows);
               });
    in_batches(catalog, schema, statement::catalog_leases_of_instance, of_account,
               [&](db::Session& session, const std::vector<db::Row>& rows) {
                   for (const auto& row : rows) {
                       close_order(session, account, statement::catalog_reject_order, row);
                       session.change(
                           statement::catalog_end_lease_of_renter,
                           {{"permission", row.number("permission_id")}, {"instance", number}});
                   }
               });
    in_batches(catalog, schema, statement::catalog_bound_groups_of_instance, of_instance,
               [](db::Session& session, const std::vector<db::Row>& rows) {
                   for (const auto& row : rows)
                       session.change(statement::catalog_unbind_group,
                                      {{"permission", row.number("permission_id")},
                                       {"group", row.number("bound_group_id")}});
               });
    in_batches(catalog, schema, statement::catalog_nodes_of_instance, of_account,
               [&](db::Session& session, const std::vector<db::Row>& rows) {
                   forget_nodes(session, account, rows);
               });
    in_batches(
        catalog, schema, statement::catalog_resources_of_instance, of_instance,
        [](db::Session& session, const std::vector<db::Row>& rows) {
            for (const auto& row : rows)
                session.change(statement::catalog_forget_resource, {{"id", row.number("id")}});
        });
}

} // namespace

CreatedInstance create_instance(const Catalog& catalog, const Tenants& tenants,
                                const NewInstance& instance) {
    if (instance.id) check_instance_id(*instance.id);
    const bool is_named = instance.id || instance.is_public;
    for (;;) {
        const auto id = register_instance(catalog, instance);
        if (build_instance(catalog, tenants, instance.account, id)) return {id, true};
        if (is_named) return {id, false};
        // Another call took ours for one that a crash had left behind, and answers with it.
    }
}

std::vector<db::Row> list_instances(const Catalog& catalog,
                                    const std::optional<std::string>& account) {
    std::vector<db::Row> rows;
    const auto list = [&](db::Session& session) {
        rows = session.rows(statement::catalog_instances, {{"account", db::nullable(account)}});
    };
    if (account)
        catalog.read_account(*account, list);
    else
        catalog.read(list);
    return rows;
}

db::Row show_instance(const Catalog& catalog, std::string_view id) {
    std::optional<db::Row> row;
    catalog.read([&](db::Session& session) {
        row = session.row(statement::catalog_instance, {{"id", id}});
    });
    if (!row) refuse_unknown(id);
    return std::move(*row);
}

bool suspend_instance(const Catalog& catalog, const std::string& id) {
    return move_instance(catalog, id, "READY", "SUSPENDED");
}

bool resume_instance(const Catalog& catalog, const std::string& id) {
    return move_instance(catalog, id, "SUSPENDED", "READY");
}

void delete_instance(const Catalog& catalog, const Tenants& tenants, const std::string& id,
                     std::chrono::milliseconds settle) {
    const auto instance = show_instance(catalog, id);
    const auto& schema = instance.text("schema_name");
    if (hide_instance(catalog, instance)) std::this_thread::sleep_for(settle);
    if (is_migrated(tenants.schemas, schema)) leave_exchange(catalog, instance);
    catalog.change({instance.text("account")}, [&](db::Session& session) {
        lock_instance(session, id);
        tenants.schemas.drop_tenant(schema);
        session.change(statement::catalog_delete_instance, {{"id", id}});
    });
}

} // namespace joingate::admin
