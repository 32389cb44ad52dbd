#include "handlers/action.h"
#include "tests/support/recipes.h"
#include "tests/tenancy/checked.h"

#include <algorithm>

namespace joingate::test {

BOOST_FIXTURE_TEST_SUITE(check, Checked)

BOOST_AUTO_TEST_CASE(finds_nothing_after_any_call) {
    for (const auto& action : all_actions()) {
        empty();
        const auto call = good_call(*this, action.name());
        if (!call) continue;
        BOOST_TEST_CONTEXT(action.name()) {
            BOOST_TEST(call->caller->calls(action.name(), call->params) == "");
            BOOST_TEST(differences() == std::vector<std::string>{},
                       boost::test_tools::per_element());
        }
    }
}

BOOST_AUTO_TEST_CASE(tells_a_lease_that_its_order_does_not_agree_with) {
    const auto id = offered_to(renter);
    const auto of_it = "permission_id = " + id;
    const auto of_order = "order_id = " + order();
    tells(update("lease", "order_id = NULL", of_it), lease(id, "has no order"));
    run(update("lease", of_order, of_it));
    tells(update("lease", "order_id = 987654321", of_it),
          lease(id, "names order 987654321, which does not exist"));
    run(update("lease", of_order, of_it));
    tells(update("auth_order", "permission_id = 77", of_order),
          lease(id, "names order " + order() + ", which is about permission 77"));
    run(update("auth_order", of_it, of_order));
    tells(update("auth_order", "renter_account = 'stranger'", of_order),
          lease(id, "names order " + order() + ", which has other parties"));
    run(update("auth_order", "renter_account = 'renter'", of_order));
    tells(update("lease", "lease_state = 'ACCEPTED'", of_it),
          lease(id, "is ACCEPTED, but order " + order() + " is APPLYING"));
}

BOOST_AUTO_TEST_CASE(tells_a_lease_of_the_shared_network_that_is_no_such) {
    const auto id = roaming(renter);
    const auto of_it = "permission_id = " + id;
    const auto line =
        lease(id, "is of a ROAMING permission, which is lent at once and without an order");
    tells(update("lease", "lease_state = 'APPLYING'", of_it), line);
    run(update("lease", "lease_state = 'ACCEPTED'", of_it));
    tells(update("lease", "owner_account = 'owner'", of_it), line);
}

BOOST_AUTO_TEST_CASE(tells_a_lease_of_what_is_not_there) {
    const auto id = rented_by(renter);
    const auto group = bound(renter, id);
    const auto of_it = "permission_id = " + id;
    const auto other = bound(owner, offered_to(owner));
    tells(update("lease", "bound_group_id = 987654321", of_it),
          lease(id, "is bound to node group 987654321, which is not of the renter renter"));
    run("DELETE FROM joingateexchange.lease WHERE bound_group_id = " + other);
    run(update("lease", "bound_group_id = " + other, of_it));
    BOOST_TEST(differences().front() == lease(id, "is bound to node group " + other +
                                                      ", which is not of the renter renter"));
    run(update("lease", "bound_group_id = " + group + ", bound_group_name = NULL", of_it));
    BOOST_TEST(differences().front() == lease(id, "is half bound"));
    run(update("lease", "renter_instance = 987654321", of_it));
    BOOST_TEST(differences().front() ==
               lease(id, "is in instance 987654321, which is not of the renter renter"));
    run(update("resource", "account = 'renter'", "id = " + id));
    BOOST_TEST(differences().front() ==
               lease(id, "is of JOIN_PERMISSION " + id + " of account renter"));
    run("DELETE FROM joingateexchange.resource WHERE id = " + id);
    BOOST_TEST(differences().front() == lease(id, "is of a permission that does not exist"));
}

BOOST_AUTO_TEST_CASE(tells_an_order_that_is_half_done) {
    offered_to(renter);
    const auto of_order = "order_id = " + order();
    const auto half = [&](const std::string& what) {
        return exchange("order " + order() + " is half done: " + what);
    };
    tells(update("auth_order", "version = 2", of_order), half("APPLYING at version 2"));
    run(update("auth_order", "version = 1", of_order));
    tells(update("auth_order", "rejected_millis = 1", of_order),
          half("APPLYING at version 1, rejected"));
    run(update("auth_order", "rejected_millis = NULL", of_order));
    tells(update("auth_order", "order_state = 'CANCELED', version = 2", of_order),
          half("CANCELED at version 2"));
    run(update("auth_order", "order_state = 'ACCEPTED', accepted_millis = 1, version = 1",
               of_order));
    const auto found = differences();
    BOOST_TEST((std::find(found.begin(), found.end(), half("ACCEPTED at version 1, accepted")) !=
                found.end()));
}

BOOST_AUTO_TEST_CASE(tells_an_open_order_without_an_offer) {
    const auto id = offered_to(renter);
    tells("DELETE FROM joingateexchange.lease WHERE permission_id = " + id,
          exchange("order " + order() + " is APPLYING, but its permission is not on offer"));
}

BOOST_AUTO_TEST_CASE(tells_a_permission_that_is_offered_twice) {
    const auto id = offered_to(renter);
    tells("INSERT INTO joingateexchange.auth_order (permission_id, owner_account, renter_account, "
          "order_state, applying_millis) VALUES (" +
              id + ", 'owner', 'renter', 'APPLYING', 1)",
          exchange("permission " + id + " has 2 open orders"));
}

BOOST_AUTO_TEST_CASE(tells_an_order_that_not_everybody_was_told_of) {
    rented_by(renter);
    const auto line = [&](const std::string& rest) {
        return exchange("order " + order() + " is ACCEPTED, and " + rest);
    };
    tells("DELETE FROM joingateexchange.notification WHERE receiver_account = 'owner'",
          line("1 notifications tell of it, 1 of its steps to whom it concerns"));
    run("INSERT INTO joingateexchange.notification (receiver_account, category, notice_millis, "
        "order_id, permission_name, join_eui) SELECT 'renter', 'JOIN_PERMISSION_AUTH_ACCEPTED', 1, "
        "order_id, permission_name, join_eui FROM joingateexchange.notification");
    const auto misled = line("2 notifications tell of it, 1 of its steps to whom it concerns");
    BOOST_TEST(differences() == std::vector<std::string>{misled}, boost::test_tools::per_element());
    run(update("notification", "receiver_account = 'owner'",
               "receiver_account = 'renter' AND "
               "category LIKE '%ACCEPTED'"));
    BOOST_TEST(differences().empty());
}

BOOST_AUTO_TEST_CASE(tells_a_notification_of_nothing_or_for_nobody) {
    offered_to(renter);
    const auto id = value_of("SELECT notification_id FROM joingateexchange.notification");
    const auto line = [&](const std::string& rest) {
        return exchange("notification " + id + ' ' + rest);
    };
    tells(update("notification", "receiver_account = 'nobody'", "TRUE"),
          line("is for account nobody, which does not exist"));
    run(update("notification", "receiver_account = 'renter'", "TRUE"));
    tells(update("notification", "join_eui = NULL", "TRUE"),
          line("does not say which permission was offered"));
    run(update("notification", "join_eui = 'd896e0efff000000'", "TRUE"));
    tells(update("notification", "order_id = 987654321", "TRUE"),
          line("is about order 987654321, which does not exist"));
}

BOOST_AUTO_TEST_CASE(tells_a_device_that_is_nobodys) {
    const auto group = bound(renter, rented_by(renter));
    const std::string node = "d896e0ff00000001";
    add_node(renter, group, node);
    const auto gateway = Gateways::gateway(owner);
    tells(update("node", "account = 'owner'", "TRUE"),
          exchange("node " + node + " is in instance " +
                   value_of("SELECT instance FROM joingateexchange.node") +
                   ", which is not of account owner"));
    run(update("node", "account = 'renter'", "TRUE"));
    tells(update("node", "group_id = 987654321", "TRUE"),
          exchange("node " + node +
                   " is in node group 987654321, which is not of account renter "
                   "and instance " +
                   value_of("SELECT instance FROM joingateexchange.node")));
    run(update("node", "group_id = " + group, "TRUE"));
    tells(update("node", "tuple_version = 2", "TRUE"),
          exchange("node " + node + " was added by a PIN that the registry does not have yet"));
    run(update("node", "tuple_version = 1", "TRUE"));
    tells(update("gateway_claim", "account = 'renter'", "TRUE"),
          exchange("gateway " + gateway + " is in instance " +
                   value_of("SELECT instance FROM joingateexchange.gateway_claim") +
                   ", which is not of account renter"));
    run(update("gateway_claim", "account = 'owner'", "TRUE"));
    tells("DELETE FROM joingateexchange.node_tuple",
          exchange("node " + node + " is not in the registry"));
    run("DELETE FROM joingateexchange.gateway_tuple");
    const auto found = differences();
    BOOST_TEST(
        (std::find(found.begin(), found.end(),
                   exchange("gateway " + gateway + " is not in the registry")) != found.end()));
}

BOOST_AUTO_TEST_CASE(tells_a_resource_of_no_instance) {
    const auto id = permission();
    tells(update("resource", "instance = 987654321", "TRUE"),
          exchange("resource " + id + " is in instance 987654321, which is not of account owner"));
}

BOOST_AUTO_TEST_CASE(tells_a_counter_that_does_not_count) {
    permission();
    permission();
    roaming(owner);
    roaming(renter);
    add_node(renter, bound(renter, rented_by(renter)), "d896e0ff00000001");
    Gateways::gateway(owner);
    const auto counter = [&](const std::string& account, const std::string& quota, int rows,
                             const std::string& counted) {
        const auto of_it = "account = '" + account + "' AND quota = '" + quota + "'";
        const auto used = value_of("SELECT used FROM joingateexchange.quota_usage WHERE " + of_it);
        tells(update("quota_usage", "used = " + counted, of_it),
              exchange("account " + account + " has " + std::to_string(rows) + " that count for " +
                       quota + ", its counter says " + counted));
        run(update("quota_usage", "used = " + used, of_it));
    };
    counter("owner", "LOCAL_JOIN_PERMISSION", 3, "2");
    counter("owner", "ROAMING_JOIN_PERMISSION", 1, "0");
    counter("renter", "LOCAL_JOIN_PERMISSION", 0, "1");
    counter("renter", "NODE", 1, "2");
    counter("owner", "GATEWAY", 1, "0");
    run("DELETE FROM joingateexchange.quota_usage WHERE account = 'owner' AND quota = 'NODE'");
    BOOST_TEST(differences() == std::vector<std::string>{exchange("account owner has no counter "
                                                                  "NODE")},
               boost::test_tools::per_element());
    run("INSERT INTO joingateexchange.quota_usage (account, quota) VALUES ('owner', 'NODE')");
}

BOOST_AUTO_TEST_CASE(tells_a_policy_without_its_version_or_its_holder) {
    user_of(
        owner,
        R"({"Version": "1", "Statement": [{"Effect": "Allow", "Action": "linkwan:*", "Resource": "*"}]})");
    const auto policy = value_of("SELECT policy_name FROM joingate.policy_attachment WHERE "
                                 "account = 'owner' AND policy_type = 'Custom' LIMIT 1");
    const auto line = "joingate: policy " + policy + " of account owner ";
    const auto of_it = " WHERE account = 'owner' AND policy_name = '" + policy + "'";
    tells("UPDATE joingate.policy SET default_version = 7" + of_it,
          line + "has no version 7, which is its default");
    run("UPDATE joingate.policy SET default_version = 1" + of_it);
    const auto holder = value_of("SELECT principal_name FROM joingate.policy_attachment" + of_it);
    tells("UPDATE joingate.policy_attachment SET principal_name = 'nobody'" + of_it,
          line + "is attached to USER nobody, and one of them does not exist");
    run("UPDATE joingate.policy_attachment SET principal_name = '" + holder + "'" + of_it);
    BOOST_TEST(differences().empty());
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace joingate::test
