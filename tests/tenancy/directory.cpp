#include "tenancy/directory.h"

#include "sql/connection.h"
#include "sql/failure.h"
#include "tenancy/admin/limits.h"
#include "tenancy/admin/policies.h"
#include "tenancy/admin/users.h"
#include "tenancy/policy/decision.h"
#include "tenancy/settings.h"
#include "tests/support/catalog.h"
#include "tests/support/only_on_mariadb.h"

#include <boost/test/unit_test.hpp>

#include <atomic>
#include <chrono>
#include <future>
#include <thread>

namespace joingate::test {
namespace {

struct Lookups : WithCatalog {
    std::string account = fresh_account();
    admin::KeyPair pair = fresh_key(account);

    auto key(const std::string& id) const { return directory.find_key(id, soon()); }
    auto found(const std::string& name) const { return directory.find_account(name, soon()); }

    std::string fresh_user() const {
        auto user = fresh_name("User");
        admin::create_user(catalog, account, user);
        return user;
    }

    static policy::Decision decide(const Principal& principal) {
        policy::Asker asker;
        const auto uid = std::to_string(principal.account->uid);
        asker.account = uid;
        asker.user = *principal.user;
        asker.identity = principal.policies;
        policy::Question question;
        question.action = "linkwan:GetOwnedJoinPermission";
        question.resources = {"acs:linkwan:cn-shanghai:" + uid + ":joinpermission/1"};
        return policy::decide(asker, question);
    }
};

constexpr const char* kAllowAll =
    R"({"Version":"1","Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]})";

} // namespace

BOOST_FIXTURE_TEST_SUITE(directory, Lookups)

BOOST_AUTO_TEST_CASE(is_said_not_to_know_a_change_where_its_memory_was_replaced) {
    std::filesystem::rename(directory_path / "gate", directory_path / "elsewhere");
    BOOST_CHECK_THROW(fresh_account(), std::runtime_error);
    std::filesystem::rename(directory_path / "elsewhere", directory_path / "gate");
    BOOST_CHECK_NO_THROW(fresh_account());
}

BOOST_AUTO_TEST_CASE(knows_a_key_with_its_account) {
    const auto principal = key(pair.id);
    BOOST_REQUIRE(principal);
    BOOST_TEST(principal->key_active);
    BOOST_TEST(!principal->user.has_value());
    BOOST_TEST(principal->account->name == account);
    BOOST_TEST(principal->account->activated);
    BOOST_TEST(principal->account->features.count("LOCAL_JOIN_PERMISSION") == 1U);
    BOOST_TEST(principal->account->quotas.at("LOCAL_JOIN_PERMISSION") == 1000);
    BOOST_TEST(principal->account->rates.at("*") == 5U);
    BOOST_TEST(principal->key.hmac_sha1_v1("text") == SigningKey{pair.secret}.hmac_sha1_v1("text"));
}

BOOST_AUTO_TEST_CASE(answers_a_second_time_without_the_database) {
    const auto first = key(pair.id);
    BOOST_TEST(directory.find_key(pair.id, too_late()) == first);
    BOOST_TEST(directory.find_account(account, too_late()) == first->account);
    BOOST_CHECK_THROW(directory.find_key("LTAIneverSeenBefore0", too_late()), db::Unavailable);
}

BOOST_AUTO_TEST_CASE(remembers_that_a_name_is_unknown) {
    BOOST_TEST(!key("LTAInobodyHasThisOne"));
    BOOST_TEST(!found("nobody_has_this_name"));
    BOOST_TEST(!directory.find_key("LTAInobodyHasThisOne", too_late()));
    BOOST_TEST(!directory.find_account("nobody_has_this_name", too_late()));
}

BOOST_AUTO_TEST_CASE(does_not_ask_for_what_can_be_no_name) {
    BOOST_TEST(!directory.find_key("", too_late()));
    BOOST_TEST(!directory.find_key("a b", too_late()));
    BOOST_TEST(!directory.find_key(std::string(129, 'a'), too_late()));
    BOOST_TEST(!directory.find_account("\xe4\xba\xba", too_late()));
}

BOOST_AUTO_TEST_CASE(sees_a_key_that_was_unknown_a_moment_ago) {
    const auto fresh = admin::new_key_pair();
    BOOST_TEST(!key(fresh.id));
    admin::add_key(catalog, secrets, account, {}, fresh);
    BOOST_TEST(static_cast<bool>(key(fresh.id)));
}

// An announcement can be lost, or somebody wrote to the database by hand.
BOOST_AUTO_TEST_CASE(looks_again_after_a_minute_for_what_was_unknown) {
    std::chrono::nanoseconds now{};
    const Directory later{workers, memory, secrets, published_defaults(), [&] { return now; }};
    const auto name = fresh_name("silent");
    const auto rename_key = [&](const std::string& from, const std::string& to) {
        server.run("UPDATE joingate.access_key SET access_key_id = '" + to +
                   "' WHERE access_key_id = '" + from + "'");
    };
    rename_key(pair.id, "away" + pair.id);
    BOOST_TEST(!later.find_key(pair.id, soon()));
    BOOST_TEST(!later.find_account(name, soon()));
    rename_key("away" + pair.id, pair.id);
    now += std::chrono::seconds{60};
    BOOST_TEST(!later.find_key(pair.id, too_late()));
    BOOST_TEST(!later.find_account(name, too_late()));
    now += std::chrono::nanoseconds{1};
    BOOST_TEST(static_cast<bool>(later.find_key(pair.id, soon())));
    BOOST_CHECK_THROW(later.find_account(name, too_late()), db::Unavailable);
}

// What is known is looked up again as well.
BOOST_AUTO_TEST_CASE(looks_again_after_a_minute_for_what_it_knows) {
    std::chrono::nanoseconds now{};
    const Directory later{workers, memory, secrets, published_defaults(), [&] { return now; }};
    BOOST_REQUIRE(later.find_key(pair.id, soon()));
    now += std::chrono::seconds{60};
    BOOST_TEST(static_cast<bool>(later.find_key(pair.id, too_late())));
    now += std::chrono::nanoseconds{1};
    BOOST_CHECK_THROW(later.find_key(pair.id, too_late()), db::Unavailable);
}

// An account that another key made known is as old as it was.
BOOST_AUTO_TEST_CASE(knows_an_account_by_no_other_name_for_longer) {
    std::chrono::nanoseconds now{};
    const Directory later{workers, memory, secrets, published_defaults(), [&] { return now; }};
    const auto uid =
        server.value_of("SELECT uid FROM joingate.account WHERE account = '" + account + "'");
    const auto other = fresh_key(account);
    BOOST_REQUIRE(later.find_key(pair.id, soon()));
    now += std::chrono::seconds{59};
    BOOST_REQUIRE(later.find_key(other.id, soon()));
    BOOST_REQUIRE(later.find_account(uid, soon()));
    now += std::chrono::seconds{2};
    BOOST_CHECK_THROW(later.find_key(other.id, too_late()), db::Unavailable);
    BOOST_CHECK_THROW(later.find_account(uid, too_late()), db::Unavailable);
}

// joingate-tenant writes to the database; the command that ends its work tells the workers.
BOOST_AUTO_TEST_CASE(sees_what_came_with_a_copy_once_its_instance_is_made) {
    const auto uid =
        server.value_of("SELECT uid FROM joingate.account WHERE account = '" + account + "'");
    const auto rename = [&](const std::string& column, const std::string& value) {
        server.run("UPDATE joingate." + column + " = " + value + " WHERE account = '" + account +
                   "'");
    };
    rename("access_key SET access_key_id", "CONCAT('x', access_key_id)");
    rename("account SET uid", "-uid");
    BOOST_TEST(!key(pair.id));
    BOOST_TEST(!found(uid));
    rename("access_key SET access_key_id", "'" + pair.id + "'");
    rename("account SET uid", uid);
    BOOST_TEST(!key(pair.id));
    admin::create_instance(catalog, tenants(), {account, {}, true});
    BOOST_TEST(static_cast<bool>(key(pair.id)));
    BOOST_TEST(static_cast<bool>(found(uid)));
}

BOOST_AUTO_TEST_CASE(sees_a_key_disabled_and_deleted_at_once) {
    BOOST_TEST(key(pair.id)->key_active);
    admin::set_key_active(catalog, pair.id, false);
    BOOST_TEST(!key(pair.id)->key_active);
    admin::set_key_active(catalog, pair.id, true);
    BOOST_TEST(key(pair.id)->key_active);
    admin::delete_key(catalog, pair.id);
    BOOST_TEST(!key(pair.id));
}

BOOST_AUTO_TEST_CASE(sees_each_change_of_an_account_at_once) {
    BOOST_TEST(!found(account)->blocked);
    admin::set_blocked(catalog, account, true);
    BOOST_TEST(key(pair.id)->account->blocked);
    admin::set_activated(catalog, account, false);
    BOOST_TEST(!found(account)->activated);
    admin::set_feature(catalog, account, "NODE", false);
    BOOST_TEST(found(account)->features.count("NODE") == 0U);
    admin::set_quota(catalog, account, "NODE", 7, {"NODE"});
    BOOST_TEST(found(account)->quotas.at("NODE") == 7);
    admin::set_rate(catalog, account, "ListNodeGroups", 50);
    BOOST_TEST(found(account)->rates.at("ListNodeGroups") == 50U);
    BOOST_TEST(found(account)->rates.at("*") == 5U);
}

BOOST_AUTO_TEST_CASE(shows_ready_instances_only) {
    const auto id = admin::create_instance(catalog, tenants(), {account, {}, true}).id;
    BOOST_REQUIRE(found(account)->instances.size() == 1U);
    BOOST_TEST(found(account)->home()->id == id);
    BOOST_TEST(found(account)->public_instance()->id == id);
    admin::suspend_instance(catalog, id);
    BOOST_TEST(found(account)->instances.empty());
    admin::resume_instance(catalog, id);
    BOOST_TEST(found(account)->instances.size() == 1U);
}

BOOST_AUTO_TEST_CASE(finds_an_account_by_its_uid) {
    const auto uid = found(account)->uid;
    BOOST_TEST(found(std::to_string(uid))->name == account);
    BOOST_TEST(!found("0" + std::to_string(uid)));

    const std::string unused = "4711000" + fresh_name("");
    BOOST_TEST(!found(unused));
    admin::NewAccount late;
    late.name = fresh_name("late");
    late.uid = std::stoll(unused);
    admin::create_account(catalog, late);
    BOOST_TEST(found(unused)->name == late.name);
    admin::set_blocked(catalog, late.name, true);
    BOOST_TEST(found(unused)->blocked);
}

BOOST_AUTO_TEST_CASE(gives_a_user_its_own_policies_and_those_of_its_groups) {
    const auto user = fresh_user();
    const auto users_key = fresh_key(account, user);
    BOOST_TEST(key(users_key.id)->user.value() == user);
    BOOST_TEST((decide(*key(users_key.id)) == policy::Decision::ImplicitDeny));

    const auto group = fresh_name("Group");
    admin::create_group(catalog, account, group);
    admin::create_policy(catalog, account, "all", kAllowAll);
    admin::attach_policy(catalog, account, {"all"}, {admin::Holder::Type::Group, group});
    BOOST_TEST((decide(*key(users_key.id)) == policy::Decision::ImplicitDeny));
    admin::add_member(catalog, account, group, user);
    BOOST_TEST((decide(*key(users_key.id)) == policy::Decision::Allow));
    admin::remove_member(catalog, account, group, user);
    BOOST_TEST((decide(*key(users_key.id)) == policy::Decision::ImplicitDeny));
    admin::attach_policy(catalog, account, {"AliyunLinkWANReadOnlyAccess", true},
                         {admin::Holder::Type::User, user});
    BOOST_TEST((decide(*key(users_key.id)) == policy::Decision::Allow));
}

BOOST_AUTO_TEST_CASE(lets_a_malformed_stored_policy_deny_everything) {
    const auto user = fresh_user();
    const auto users_key = fresh_key(account, user);
    admin::create_policy(catalog, account, "all", kAllowAll);
    admin::create_policy(catalog, account, "broken", kAllowAll);
    server.run(
        R"(UPDATE joingate.policy_version SET document = '{"Version":"1"' WHERE account = ')" +
        account + "' AND policy_name = 'broken'");
    admin::attach_policy(catalog, account, {"all"}, {admin::Holder::Type::User, user});
    BOOST_TEST((decide(*key(users_key.id)) == policy::Decision::Allow));
    admin::attach_policy(catalog, account, {"broken"}, {admin::Holder::Type::User, user});
    BOOST_TEST((decide(*key(users_key.id)) != policy::Decision::Allow));
}

BOOST_AUTO_TEST_CASE(fails_for_a_secret_that_cannot_be_opened) {
    server.run("UPDATE joingate.access_key SET key_version = 9 WHERE access_key_id = '" + pair.id +
               "'");
    BOOST_CHECK_THROW(key(pair.id), std::runtime_error);
}

BOOST_AUTO_TEST_CASE(forgets_what_was_read_before_a_change_and_kept_after_it,
                     *only_on_mariadb("MySQL also locks the tables that foreign keys name")) {
    const auto user = fresh_user();
    const auto users_key = fresh_key(account, user);
    // The reader has seen the key active and waits for the policies while the key is disabled.
    db::Connection blocker{server.admin(), db::Patience::Request};
    blocker.run("LOCK TABLES joingate.policy_attachment WRITE");
    auto reader = std::async(std::launch::async, [&] { return key(users_key.id)->key_active; });
    const std::string waiting = "SELECT COUNT(*) FROM information_schema.processlist WHERE state "
                                "LIKE 'Waiting for table metadata lock'";
    while (server.value_of(waiting) == "0")
        std::this_thread::sleep_for(std::chrono::milliseconds{5});
    admin::set_key_active(catalog, users_key.id, false);
    blocker.run("UNLOCK TABLES");
    BOOST_TEST(reader.get());
    BOOST_TEST(!key(users_key.id)->key_active);
}

BOOST_AUTO_TEST_CASE(never_goes_back_behind_a_reported_change) {
    std::atomic<bool> done{false};
    std::vector<std::thread> readers;
    readers.reserve(2);
    for (int i = 0; i < 2; ++i)
        readers.emplace_back([&] {
            while (!done)
                static_cast<void>(key(pair.id));
        });
    int late = 0;
    for (int round = 0; round < 60; ++round) {
        const bool active = round % 2 != 0;
        admin::set_key_active(catalog, pair.id, active);
        for (int look = 0; look < 3; ++look)
            if (key(pair.id)->key_active != active) ++late;
    }
    done = true;
    for (auto& reader : readers)
        reader.join();
    BOOST_TEST(late == 0);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace joingate::test
