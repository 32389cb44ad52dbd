#include "tenancy/admin/instances.h"

#include "tests/support/catalog.h"

#include <boost/test/unit_test.hpp>

#include <future>

namespace joingate::test {
namespace {

struct Operator : WithCatalog {
    std::string account = fresh_account();

    std::string create(const std::optional<std::string>& id, bool is_public = false) const {
        return admin::create_instance(catalog, tenants(), {account, id, is_public}).id;
    }
    std::string field(const std::string& id, const std::string& column) const {
        return server.value_of("SELECT " + column +
                               " FROM joingate.instance WHERE iot_instance_id = '" + id + "'");
    }
    std::string instances() const {
        return server.value_of("SELECT COUNT(*) FROM joingate.instance WHERE account = '" +
                               account + "'");
    }
    /// What a process leaves behind that was killed after the registration.
    std::string abandoned(bool is_public = false) const {
        auto id = fresh_name("iot-left");
        server.run("INSERT INTO joingate.instance (iot_instance_id, account, public_account, "
                   "create_millis) VALUES ('" +
                   id + "', '" + account + "', " + (is_public ? "'" + account + "'" : "NULL") +
                   ", 0)");
        server.run("UPDATE joingate.instance SET schema_name = CONCAT('jg', instance) WHERE "
                   "iot_instance_id = '" +
                   id + "'");
        return id;
    }
    /// An offer, or a lease with an order that was accepted, of a permission.
    void lease(const std::string& permission, const std::string& owner, const std::string& renter,
               const std::string& instance, const std::string& state) const {
        server.run("INSERT INTO joingateexchange.auth_order (permission_id, owner_account, "
                   "renter_account, order_state, applying_millis) VALUES (" +
                   permission + ", '" + owner + "', '" + renter + "', '" + state + "', 0)");
        server.run("INSERT INTO joingateexchange.lease (permission_id, permission_type, "
                   "owner_account, renter_account, renter_instance, lease_state, order_id, "
                   "permission_name, freq_band_plan_group_id, class_mode, join_eui, rx_delay, "
                   "enabled, create_millis) SELECT permission_id, 'LOCAL', owner_account, "
                   "renter_account, " +
                   instance +
                   ", order_state, order_id, 'name', 101, 'A', 'd896e0efff000000', 1, 1, 0 "
                   "FROM joingateexchange.auth_order WHERE permission_id = " +
                   permission);
    }
    std::string resource(const std::string& kind, const std::string& owner,
                         const std::string& instance) const {
        server.run("INSERT INTO joingateexchange.resource (kind, account, instance) VALUES ('" +
                   kind + "', '" + owner + "', " + instance + ")");
        return server.value_of("SELECT MAX(id) FROM joingateexchange.resource");
    }
    std::string of_permission(const std::string& table, const std::string& column,
                              const std::string& permission) const {
        return server.value_of("SELECT " + column + " FROM joingateexchange." + table +
                               " WHERE permission_id = " + permission);
    }
    /// Who was told what about the orders of a permission.
    std::string told(const std::string& permission) const {
        return server.value_of("SELECT CONCAT_WS(' ', n.receiver_account, n.category, "
                               "n.permission_name) FROM joingateexchange.notification AS n JOIN "
                               "joingateexchange.auth_order AS o USING (order_id) WHERE "
                               "o.permission_id = " +
                               permission);
    }
    /// Whether a worker can serve it.
    bool serves(const std::string& id) const {
        const auto found = directory.find_account(account, soon());
        const auto* instance = found->instance(id);
        if (instance == nullptr) return false;
        constexpr db::Statement kLook{"look", "SELECT COUNT(*) AS n FROM join_permission"};
        workers_read(scope_of(*found, *instance), kLook);
        return true;
    }
    void workers_read(const db::Scope& scope, const db::Statement& statement) const {
        const_cast<db::Database&>(workers).read(
            scope, soon(), [&](db::Session& session) { session.row(statement); });
    }
};

} // namespace

BOOST_FIXTURE_TEST_SUITE(ctl_instance, Operator)

BOOST_AUTO_TEST_CASE(is_ready_and_served_once_created) {
    const auto id = create({});
    BOOST_TEST(id.size() == 12U);
    BOOST_TEST(field(id, "state") == "READY");
    BOOST_TEST(serves(id));
}

BOOST_AUTO_TEST_CASE(is_created_once_under_one_id) {
    const auto id = fresh_name("iot-mine");
    BOOST_TEST(create(id) == id);
    BOOST_TEST(!admin::create_instance(catalog, tenants(), {account, id, false}).created);
    BOOST_TEST(instances() == "1");
    BOOST_CHECK_THROW(admin::create_instance(catalog, tenants(), {fresh_account(), id, false}),
                      admin::Refused);
}

BOOST_AUTO_TEST_CASE(is_public_at_most_once) {
    const auto id = create({}, true);
    BOOST_TEST(create({}, true) == id);
    BOOST_CHECK_THROW(create("iot-another", true), admin::Refused);
    BOOST_TEST(instances() == "1");
}

BOOST_AUTO_TEST_CASE(is_finished_after_a_crash_at_any_step) {
    for (int steps = 0; steps < 3; ++steps) {
        const auto id = abandoned();
        const auto schema = field(id, "schema_name");
        if (steps >= 1) server.run("CREATE DATABASE " + schema);
        if (steps >= 2) server.schemas().create_tenant(schema, server.worker_login());
        BOOST_TEST(!serves(id));
        BOOST_TEST(create(id) == id);
        BOOST_TEST(field(id, "state") == "READY");
        BOOST_TEST(serves(id));
    }
}

BOOST_AUTO_TEST_CASE(is_found_again_after_a_crash_without_its_id) {
    const auto left = abandoned();
    BOOST_TEST(create({}) == left);
    BOOST_TEST(create({}) != left);
    const auto left_public = abandoned(true);
    BOOST_TEST(create({}, true) == left_public);
    BOOST_TEST(instances() == "3");
}

BOOST_AUTO_TEST_CASE(is_one_for_two_calls_at_once_with_the_same_id) {
    const auto id = fresh_name("iot-race");
    const auto once = [&] {
        db::SchemaAdmin schemas{server.admin()};
        return admin::create_instance(catalog, {schemas, server.worker_login()},
                                      {account, id, false});
    };
    auto other = std::async(std::launch::async, once);
    const auto mine = once();
    const auto theirs = other.get();
    BOOST_TEST(mine.created != theirs.created);
    BOOST_TEST(instances() == "1");
    BOOST_TEST(serves(id));
}

BOOST_AUTO_TEST_CASE(is_another_for_each_of_two_calls_at_once_without_an_id) {
    const auto once = [&] {
        db::SchemaAdmin schemas{server.admin()};
        return admin::create_instance(catalog, {schemas, server.worker_login()},
                                      {account, {}, false});
    };
    auto other = std::async(std::launch::async, once);
    const auto mine = once();
    const auto theirs = other.get();
    BOOST_TEST(mine.id != theirs.id);
    BOOST_TEST(instances() == "2");
    BOOST_TEST(serves(mine.id));
    BOOST_TEST(serves(theirs.id));
}

BOOST_AUTO_TEST_CASE(cannot_be_resumed_while_it_is_made_or_deleted) {
    BOOST_CHECK_THROW(admin::resume_instance(catalog, abandoned()), admin::Refused);
    BOOST_CHECK_THROW(admin::suspend_instance(catalog, "iot-nowhere"), admin::Refused);
}

BOOST_AUTO_TEST_CASE(leaves_nothing_behind_when_deleted) {
    const auto id = create({});
    const auto number = field(id, "instance");
    const auto schema = field(id, "schema_name");
    const auto permission = resource("JOIN_PERMISSION", account, number);
    server.run("INSERT INTO " + schema +
               ".join_permission (permission_id, permission_type, permission_name, "
               "freq_band_plan_group_id, class_mode, join_eui, rx_delay, create_millis) VALUES (" +
               permission + ", 'LOCAL', 'name', 101, 'A', 'd896e0efff000000', 1, 0)");
    lease(permission, account, "renter", "1", "APPLYING");
    server.run("INSERT INTO joingateexchange.quota_usage (account, quota, used) VALUES ('" +
               account + "', 'LOCAL_JOIN_PERMISSION', 3)");

    admin::delete_instance(catalog, tenants(), id, std::chrono::milliseconds{0});

    BOOST_TEST(instances() == "0");
    BOOST_TEST(server.value_of("SELECT COUNT(*) FROM information_schema.schemata WHERE "
                               "schema_name = '" +
                               schema + "'") == "0");
    BOOST_TEST(
        server.value_of("SELECT COUNT(*) FROM joingateexchange.lease WHERE permission_id = " +
                        permission) == "0");
    BOOST_TEST(server.value_of("SELECT COUNT(*) FROM joingateexchange.resource WHERE instance = " +
                               number) == "0");
    BOOST_TEST(of_permission("auth_order", "order_state", permission) == "CANCELED");
    BOOST_TEST(told(permission) == "renter JOIN_PERMISSION_AUTH_CANCELED name");
    BOOST_TEST(server.value_of("SELECT used FROM joingateexchange.quota_usage WHERE account = '" +
                               account + "'") == "2");
}

BOOST_AUTO_TEST_CASE(ends_what_it_rents_when_deleted) {
    const auto id = create({});
    const auto number = field(id, "instance");
    const auto group = resource("NODE_GROUP", account, number);
    const auto offered = resource("JOIN_PERMISSION", "owner", "999999");
    lease(offered, "owner", account, number, "APPLYING");
    const auto rented = resource("JOIN_PERMISSION", "owner", "999999");
    lease(rented, "owner", account, number, "ACCEPTED");
    const auto bound = resource("JOIN_PERMISSION", "owner", "999999");
    lease(bound, "owner", account, "999999", "ACCEPTED");
    server.run("UPDATE joingateexchange.lease SET bound_group_id = " + group +
               ", bound_group_name = 'group' WHERE permission_id = " + bound);

    admin::delete_instance(catalog, tenants(), id, std::chrono::milliseconds{0});

    BOOST_TEST(of_permission("auth_order", "order_state", offered) == "REJECTED");
    BOOST_TEST(told(offered) == "owner JOIN_PERMISSION_AUTH_REJECTED name");
    BOOST_TEST(told(rented) == "");
    BOOST_TEST(of_permission("lease", "COUNT(*)", offered) == "0");
    BOOST_TEST(of_permission("auth_order", "order_state", rented) == "ACCEPTED");
    BOOST_TEST(of_permission("lease", "COUNT(*)", rented) == "0");
    BOOST_TEST(of_permission("lease", "bound_group_id", bound) == "NULL");
    BOOST_TEST(server.value_of("SELECT COUNT(*) FROM joingateexchange.resource WHERE id IN (" +
                               offered + ", " + group + ")") == "1");
}

BOOST_AUTO_TEST_CASE(leaves_the_account_what_it_was_told_when_deleted) {
    const auto id = create({});
    server.run("INSERT INTO joingateexchange.notification (receiver_account, category, "
               "notice_millis) VALUES ('" +
               account + "', 'GATEWAY_OFFLINE', 1)");
    admin::delete_instance(catalog, tenants(), id, std::chrono::milliseconds{0});
    BOOST_TEST(server.value_of("SELECT COUNT(*) FROM joingateexchange.notification WHERE "
                               "receiver_account = '" +
                               account + "'") == "1");
}

BOOST_AUTO_TEST_CASE(takes_any_number_of_permissions_along_when_deleted) {
    const auto id = create({});
    const auto number = field(id, "instance");
    const auto schema = field(id, "schema_name");
    server.run("INSERT INTO joingateexchange.resource (kind, account, instance) SELECT "
               "'JOIN_PERMISSION', '" +
               account + "', " + number + " FROM " + TestDatabase::numbers_to(120));
    server.run("INSERT INTO " + schema +
               ".join_permission (permission_id, permission_type, permission_name, "
               "freq_band_plan_group_id, class_mode, join_eui, rx_delay, create_millis) SELECT id, "
               "IF(id % 2, 'LOCAL', 'ROAMING'), CONCAT('name_', id), 101, 'A', "
               "'d896e0efff000000', 1, 0 FROM joingateexchange.resource WHERE instance = " +
               number);
    server.run("INSERT INTO joingateexchange.quota_usage (account, quota, used) VALUES ('" +
               account + "', 'LOCAL_JOIN_PERMISSION', 61), ('" + account +
               "', 'ROAMING_JOIN_PERMISSION', 62)");

    admin::delete_instance(catalog, tenants(), id, std::chrono::milliseconds{0});

    BOOST_TEST(server.value_of("SELECT COUNT(*) FROM joingateexchange.resource WHERE instance = " +
                               number) == "0");
    BOOST_TEST(server.value_of("SELECT GROUP_CONCAT(used ORDER BY quota) FROM "
                               "joingateexchange.quota_usage WHERE account = '" +
                               account + "'") == "1,2");
}

BOOST_AUTO_TEST_CASE(releases_its_gateways_when_deleted) {
    const auto id = create({});
    const auto number = field(id, "instance");
    // Of an EUI that no other case uses, since they run in any order.
    server.run("INSERT INTO joingateexchange.gateway_claim (gw_eui, account, instance) SELECT "
               "CONCAT('d896e0fa', LPAD(seq, 8, '0')), '" +
               account + "', IF(seq <= 60, " + number + ", 999999) FROM " +
               TestDatabase::numbers_to(61));
    server.run("INSERT INTO joingateexchange.quota_usage (account, quota, used) VALUES ('" +
               account + "', 'GATEWAY', 61)");

    admin::delete_instance(catalog, tenants(), id, std::chrono::milliseconds{0});

    const auto of_account =
        " FROM joingateexchange.gateway_claim WHERE account = '" + account + "'";
    BOOST_TEST(server.value_of("SELECT gw_eui" + of_account) == "d896e0fa00000061");
    BOOST_TEST(server.value_of("SELECT COUNT(*)" + of_account) == "1");
    BOOST_TEST(server.value_of("SELECT used FROM joingateexchange.quota_usage WHERE account = '" +
                               account + "'") == "1");
    server.run("DELETE FROM joingateexchange.gateway_claim WHERE account = '" + account + "'");
}

BOOST_AUTO_TEST_CASE(frees_its_nodes_when_deleted) {
    const auto id = create({});
    const auto number = field(id, "instance");
    const auto group = resource("NODE_GROUP", account, number);
    const auto add = [&](const std::string& eui, const std::string& instance, int count) {
        server.run("INSERT INTO joingateexchange.node (dev_eui, account, instance, group_id, "
                   "bound_millis) SELECT CONCAT('" +
                   eui + "', LPAD(seq, 4, '0')), '" + account + "', " + instance + ", " + group +
                   ", 0 FROM " + TestDatabase::numbers_to(count));
    };
    add("d896e0fb0000", number, 120);
    add("d896e0fb0001", "999999", 2);
    server.run("INSERT INTO joingateexchange.quota_usage (account, quota, used) VALUES ('" +
               account + "', 'NODE', 122)");

    admin::delete_instance(catalog, tenants(), id, std::chrono::milliseconds{0});

    BOOST_TEST(server.value_of("SELECT GROUP_CONCAT(DISTINCT instance) FROM joingateexchange.node "
                               "WHERE account = '" +
                               account + "'") == "999999");
    BOOST_TEST(server.value_of("SELECT used FROM joingateexchange.quota_usage WHERE account = '" +
                               account + "' AND quota = 'NODE'") == "2");
}

BOOST_AUTO_TEST_CASE(waits_for_nothing_of_others_when_deleted) {
    const auto id = create({});
    resource("NODE_GROUP", account, field(id, "instance"));
    const auto permission = resource("JOIN_PERMISSION", "owner", "999999");
    lease(permission, "owner", "renter", "999998", "APPLYING");
    const auto text = "SELECT r.id FROM joingateexchange.resource AS r JOIN joingateexchange.lease "
                      "AS l ON l.permission_id = r.id JOIN joingateexchange.auth_order AS o ON "
                      "o.order_id = l.order_id WHERE r.id = " +
                      permission + " FOR UPDATE";
    db::Database other{server.admin()};
    other.change({"", "joingateexchange", {}}, soon(), [&](db::Session& session) {
        BOOST_TEST(session.row({"hold", text}).has_value());
        admin::delete_instance(catalog, tenants(), id, std::chrono::milliseconds{0});
    });
    BOOST_TEST(instances() == "0");
    BOOST_TEST(of_permission("auth_order", "order_state", permission) == "APPLYING");
}

BOOST_AUTO_TEST_CASE(is_deleted_after_a_crash_at_any_step) {
    for (int steps = 0; steps < 3; ++steps) {
        const auto id = create({});
        const auto schema = field(id, "schema_name");
        server.run("UPDATE joingate.instance SET state = 'DELETING' WHERE iot_instance_id = '" +
                   id + "'");
        if (steps == 1) server.run("DROP DATABASE " + schema);
        if (steps == 2) server.schemas().drop_tenant(schema);
        admin::delete_instance(catalog, tenants(), id, std::chrono::milliseconds{0});
        BOOST_TEST(field(id, "state").empty());
    }
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace joingate::test
