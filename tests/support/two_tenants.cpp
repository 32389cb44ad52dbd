#include "tests/support/two_tenants.h"

#include "fcgi/gate.h"
#include "tenancy/admin/accounts.h"
#include "tenancy/admin/instances.h"
#include "tenancy/admin/keys.h"
#include "tenancy/admin/limits.h"
#include "tenancy/admin/policies.h"
#include "tenancy/admin/users.h"
#include "tests/support/places.h"
#include "tests/support/test_database.h"

#include <Poco/AutoPtr.h>
#include <Poco/ConsoleChannel.h>
#include <Poco/HexBinaryEncoder.h>
#include <Poco/Logger.h>

#include <chrono>
#include <ctime>
#include <filesystem>
#include <future>
#include <set>
#include <sstream>
#include <stdexcept>
#include <unistd.h>

namespace joingate::test {
namespace {

const std::vector<std::string> kQuotas{"LOCAL_JOIN_PERMISSION", "ROAMING_JOIN_PERMISSION", "NODE",
                                       "GATEWAY"};

/// A file that only this program maps.
std::string memory_path() {
    auto path = places::in_build("memory-" + std::to_string(::getpid()));
    std::filesystem::remove(path);
    return path;
}

/// Everything between a request and the database, once per test program.
class World {
public:
    static World& instance() {
        static World world;
        return world;
    }

    ~World() {
        std::error_code ignored;
        std::filesystem::remove(path_, ignored);
    }
    World(const World&) = delete;
    World& operator=(const World&) = delete;

    Tenant make_tenant(const std::string& name, bool with_instance = true) {
        admin::NewAccount account;
        account.name = name;
        account.activated = true;
        account.quota_names = kQuotas;
        admin::create_account(catalog_, account);
        const auto id = with_instance ? make_instance(name, true) : std::string{};
        const auto key = admin::new_key_pair();
        admin::add_key(catalog_, secrets_, name, {}, key);
        admin::set_rate(catalog_, name, "*", 65535);

        Client client;
        client.access_key_id = key.id;
        client.access_key_secret = key.secret;
        return {service_, name, id, with_instance ? schema_of(id) : std::string{}, client};
    }

    std::string make_instance(const std::string& account, bool is_public) {
        const admin::Tenants tenants{database_.schemas(), database_.worker_login()};
        admin::NewInstance instance;
        instance.account = account;
        if (!is_public) instance.id = "iot-enterprise";
        instance.is_public = is_public;
        auto id = admin::create_instance(catalog_, tenants, instance).id;
        schemas_.push_back(schema_of(id));
        return id;
    }

    std::string schema_of(const std::string& id) const {
        return admin::show_instance(catalog_, id).text("schema_name");
    }

    void limit(const std::string& account, const std::string& quota, std::int64_t most) {
        admin::set_quota(catalog_, account, quota, most, kQuotas);
        limited_.emplace(account, quota);
    }

    Tenant make_user(const Tenant& account, const std::string& policy) {
        const auto number = std::to_string(++users_);
        const auto user = "user" + number;
        admin::create_user(catalog_, account.name(), user);
        if (!policy.empty()) {
            admin::create_policy(catalog_, account.name(), "policy" + number, policy);
            admin::attach_policy(catalog_, account.name(), {"policy" + number, false},
                                 {admin::Holder::Type::User, user});
        }
        const auto key = admin::new_key_pair();
        admin::add_key(catalog_, secrets_, account.name(), user, key);
        Client client;
        client.access_key_id = key.id;
        client.access_key_secret = key.secret;
        return {service_, account.name(), account.instance_id(), account.schema(), client};
    }

    const admin::Catalog& catalog() const { return catalog_; }
    const DeviceSecrets& devices() const { return devices_; }
    const SharedMemory& memory() const { return memory_; }

    std::string fingerprint() const {
        std::string names;
        for (const auto& table : tables())
            names += (names.empty() ? "" : ",") + table;
        std::string sums;
        for (const auto& row : database_.rows_of("CHECKSUM TABLE " + names))
            sums += row.at(1) + ' ';
        return sums;
    }

    void empty() {
        std::string changes;
        for (const auto& table : tables())
            if (table != kQuotaUsage) changes += "DELETE FROM " + table + "; ";
        changes += "UPDATE " + std::string{kQuotaUsage} + " SET used = 0; ";
        database_.run_as_one(changes);
        for (const auto& [account, quota] : limited_)
            admin::unset_quota(catalog_, account, quota);
        limited_.clear();
    }

private:
    static constexpr std::string_view kQuotaUsage{"joingateexchange.quota_usage"};

    /// Those that calls change, each behind the tables that its rows refer to.
    const std::vector<std::string>& tables() const {
        if (tables_of_ == schemas_.size()) return tables_;
        std::string schemas{"'joingateexchange'"};
        for (const auto& schema : schemas_)
            schemas += ",'" + schema + '\'';
        tables_.clear();
        for (const auto& row : database_.rows_of(
                 "SELECT CONCAT(t.table_schema, '.', t.table_name)"
                 "  FROM information_schema.tables AS t"
                 "  LEFT JOIN information_schema.referential_constraints AS r"
                 "    ON r.constraint_schema = t.table_schema AND r.table_name = t.table_name"
                 " WHERE t.table_schema IN (" +
                 schemas +
                 ")"
                 "   AND t.table_name NOT IN ('schema_migration', 'name_position')"
                 " ORDER BY r.table_name IS NULL, t.table_schema, t.table_name"))
            tables_.push_back(row.at(0));
        tables_of_ = schemas_.size();
        return tables_;
    }

    /// What a client is not told about an InternalError, a failing test's reader must know.
    World() {
        auto& root = Poco::Logger::root();
        root.setChannel(Poco::AutoPtr<Poco::Channel>{new Poco::ConsoleChannel});
        root.setLevel(Poco::Message::PRIO_ERROR);
        Poco::Logger::get("joingate.service"); // inherits, if nobody asked for it before
    }

    TestDatabase& database_ = TestDatabase::instance();
    std::string path_ = memory_path();
    static constexpr std::chrono::hours kAge{1}; // so that no stamp is older
    SharedMemory memory_{path_, SharedMemory::Layout{}, SharedMemory::Moment{{}, -kAge}};
    SecretBox secrets_{{{1, std::string(32, 'k')}}};
    DeviceSecrets devices_{secrets_};
    db::Database administrator_{database_.admin()};
    db::Database workers_{database_.worker()};
    admin::Catalog catalog_{administrator_, memory_};
    Directory directory_{
        workers_, memory_, secrets_,
        Defaults{{{kQuotas[0], 1000}, {kQuotas[1], 1}, {kQuotas[2], 1000}, {kQuotas[3], 1000}}, 5}};
    SharedNonceStore nonces_{memory_};
    SharedRateLimiter rates_{memory_};
    Gate gate_{directory_, nonces_, rates_, Gate::Settings{}};
    VolumeWatch volume_{workers_, VolumeLimits{}};
    Service service_{workers_, directory_, devices_, gate_, volume_, Service::Settings{}};
    std::vector<std::string> schemas_;
    std::set<std::pair<std::string, std::string>> limited_;
    mutable std::vector<std::string> tables_;
    mutable std::size_t tables_of_ = 0;
    int users_ = 0;
};

struct Accounts {
    Tenant owner = World::instance().make_tenant("owner");
    Tenant renter = World::instance().make_tenant("renter");
    Tenant stranger = World::instance().make_tenant("stranger");
    std::string enterprise_id = World::instance().make_instance("owner", false);
    std::string enterprise_schema = World::instance().schema_of(enterprise_id);

    static const Accounts& instance() {
        static const Accounts accounts;
        return accounts;
    }
};

/// A literal of SQL.
std::string hexadecimal(const std::string& bytes) {
    std::ostringstream text;
    Poco::HexBinaryEncoder encoder{text};
    encoder.rdbuf()->setLineLength(0);
    encoder << bytes;
    encoder.close();
    return "x'" + text.str() + '\'';
}

/// A step of preparing a case.
void succeeds(Tenant& tenant, std::string_view action, const Tenant::Pairs& params) {
    const auto code = tenant.calls(action, params);
    if (!code.empty()) throw std::runtime_error{std::string{action} + ": " + code};
}

} // namespace

TwoTenants::TwoTenants()
    : owner{Accounts::instance().owner},
      renter{Accounts::instance().renter},
      stranger{Accounts::instance().stranger} {
    World::instance().empty();
}

const std::string& TwoTenants::enterprise_id() {
    return Accounts::instance().enterprise_id;
}

const std::string& TwoTenants::enterprise_schema() {
    return Accounts::instance().enterprise_schema;
}

std::string TwoTenants::permission(const std::string& name, const Tenant::Pairs& changes) {
    const auto chosen = name.empty() ? "permission_" + std::to_string(++names_) : name;
    succeeds(owner, "CreateLocalJoinPermission",
             with({{"JoinPermissionName", chosen},
                   {"FreqBandPlanGroupId", "101"},
                   {"ClassMode", "A"},
                   {"UseDefaultJoinEui", "true"}},
                  changes));
    return owner.data();
}

std::string TwoTenants::offered_to(const Tenant& account) {
    auto id = permission();
    succeeds(owner, "SubmitJoinPermissionAuthOrder",
             {{"JoinPermissionId", id}, {"RenterAliyunId", account.name()}});
    return id;
}

std::string TwoTenants::rented_by(Tenant& account) {
    auto id = offered_to(account);
    if (account.name() != owner.name())
        succeeds(account, "AcceptJoinPermissionAuthOrder", {{"OrderId", owner.data()}});
    return id;
}

std::string TwoTenants::roaming(Tenant& account, const std::string& name) {
    succeeds(account, "ApplyRoamingJoinPermission",
             {{"JoinPermissionName", name}, {"FreqBandPlanGroupId", "102"}, {"ClassMode", "A"}});
    return account.data();
}

std::string TwoTenants::bound(Tenant& account, const std::string& permission) {
    succeeds(account, "CreateNodeGroup", {{"NodeGroupName", "group_of_" + permission}});
    auto group = account.data();
    succeeds(account, "BindJoinPermissionToNodeGroup",
             {{"JoinPermissionId", permission}, {"NodeGroupId", group}});
    return group;
}

void TwoTenants::register_node(const std::string& dev_eui) {
    const auto& devices = World::instance().devices();
    const auto hash = devices.hash_pin(DeviceKind::Node, dev_eui, kPin);
    run("INSERT INTO joingateexchange.node_tuple"
        " (dev_eui, join_eui, pin_hash, app_key, key_version, create_millis) VALUES ('" +
        dev_eui + "', '" + kNodeJoinEui + "', " + hexadecimal(hash.bytes) + ", " +
        hexadecimal(devices.seal_app_key(dev_eui, kAppKey)) + ", " +
        std::to_string(hash.key_version) + ", 1)");
}

void TwoTenants::add_node(Tenant& account, const std::string& group, const std::string& dev_eui) {
    register_node(dev_eui);
    succeeds(account, "AddNodeToGroup",
             {{"DevEui", dev_eui}, {"PinCode", kPin}, {"NodeGroupId", group}});
}

Tenant TwoTenants::user_of(const Tenant& account, const std::string& policy) {
    return World::instance().make_user(account, policy);
}

Tenant TwoTenants::homeless() {
    static const auto account = World::instance().make_tenant("unhoused", false);
    return account;
}

void TwoTenants::disable_key(const Tenant& user) {
    admin::set_key_active(World::instance().catalog(), user.access_key_id(), false);
}

void TwoTenants::block(const Tenant& account, bool blocked) {
    admin::set_blocked(World::instance().catalog(), account.name(), blocked);
}

void TwoTenants::activate(const Tenant& account, bool activated) {
    admin::set_activated(World::instance().catalog(), account.name(), activated);
}

void TwoTenants::arrearage(const Tenant& account, bool in_arrearage) {
    admin::set_arrearage(World::instance().catalog(), account.name(), in_arrearage);
}

void TwoTenants::feature(const Tenant& account, std::string_view name, bool active) {
    admin::set_feature(World::instance().catalog(), account.name(), name, active);
}

void TwoTenants::forget(const Tenant& account) {
    World::instance().memory().raise_generation(account.name());
}

const DeviceSecrets& TwoTenants::devices() {
    return World::instance().devices();
}

void TwoTenants::empty() {
    World::instance().empty();
}

std::string TwoTenants::fingerprint() {
    return World::instance().fingerprint();
}

void TwoTenants::limit(const Tenant& account, const std::string& quota, std::int64_t most) {
    World::instance().limit(account.name(), quota, most);
}

std::string TwoTenants::used(const Tenant& account, const std::string& quota) {
    return value_of("SELECT used FROM joingateexchange.quota_usage WHERE account = '" +
                    account.name() + "' AND quota = '" + quota + "'");
}

std::string TwoTenants::overtaken(const std::string& sql,
                                  const std::function<std::string()>& call) {
    constexpr std::chrono::milliseconds kWhile{300};
    db::Database other{TestDatabase::instance().admin()};
    const auto deadline = db::Deadline::after(std::chrono::seconds{5});
    std::future<std::string> late;
    other.change({"", "joingateexchange", {}}, deadline, [&](db::Session& session) {
        session.change({"overtaking", sql});
        late = std::async(std::launch::async, call);
        if (late.wait_for(kWhile) != std::future_status::timeout)
            throw std::runtime_error{"the call did not wait"};
    });
    return late.get();
}

std::string TwoTenants::value_of(const std::string& sql) {
    return TestDatabase::instance().value_of(sql);
}

void TwoTenants::run(const std::string& sql) {
    TestDatabase::instance().run(sql);
}

} // namespace joingate::test
