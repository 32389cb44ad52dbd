#include "tests/auth_order/orders.h"

#include <boost/test/unit_test.hpp>

using joingate::test::at_once;
using joingate::test::Orders;

namespace {

const std::string kSubmit = "SubmitJoinPermissionAuthOrder";

std::string home_of(const joingate::test::Tenant& account) {
    return Orders::value_of("SELECT instance FROM joingate.instance WHERE iot_instance_id = '" +
                            account.instance_id() + "'");
}

std::string misses() {
    return Orders::value_of("SELECT failures FROM joingateexchange.failure_throttle");
}

/// Lets the times of the throttle be longer ago.
void wait_minutes(int minutes) {
    const auto millis = std::to_string(minutes * 60 * 1000);
    Orders::run("UPDATE joingateexchange.failure_throttle"
                "   SET window_start_millis = window_start_millis - " +
                millis +
                ","
                "       blocked_until_millis = GREATEST(blocked_until_millis - " +
                millis + ", 0)");
}

} // namespace

BOOST_FIXTURE_TEST_SUITE(SubmitJoinPermissionAuthOrder, Orders)

BOOST_AUTO_TEST_CASE(offers_the_permission_to_the_renter) {
    const auto id = permission();
    BOOST_TEST(submit(owner, id, "renter") == "");
    const auto order = owner.data();
    BOOST_TEST(order_state(order) == "APPLYING");
    BOOST_TEST(lease_state(order) == "APPLYING");
    BOOST_TEST(value_of("SELECT renter_instance FROM joingateexchange.lease") == home_of(renter));
    BOOST_TEST(owner.calls("GetOwnedJoinPermission", {{"JoinPermissionId", id}}) == "");
    BOOST_TEST(owner.field("AuthState") == "APPLYING");
    BOOST_TEST(owner.field("RenterAliyunId") == "renter");
    BOOST_TEST(renter.calls("GetRentedJoinPermission", {{"JoinPermissionId", id}}) != "");
}

BOOST_AUTO_TEST_CASE(copies_the_terms_of_the_permission) {
    const auto id = permission("terms_to_copy", {{"RxDelay", "7"}, {"DataRate", "3"}});
    BOOST_TEST(submit(owner, id, "renter") == "");
    BOOST_TEST(value_of("SELECT COUNT(*) FROM joingateexchange.lease AS l JOIN " + owner.schema() +
                        ".join_permission AS p USING (permission_id, permission_type,"
                        " permission_name, freq_band_plan_group_id, class_mode, join_eui,"
                        " rx_delay, data_rate, enabled, create_millis)") == "1");
}

BOOST_AUTO_TEST_CASE(takes_the_number_of_an_account_for_its_name) {
    const auto uid = value_of("SELECT uid FROM joingate.account WHERE account = 'renter'");
    BOOST_TEST(submit(owner, permission(), uid) == "");
    BOOST_TEST(value_of("SELECT renter_account FROM joingateexchange.auth_order") == "renter");
}

BOOST_AUTO_TEST_CASE(is_accepted_at_once_by_the_owner_himself) {
    BOOST_TEST(submit(owner, permission(), "owner") == "");
    const auto order = owner.data();
    BOOST_TEST(order_state(order) == "ACCEPTED");
    BOOST_TEST(lease_state(order) == "ACCEPTED");
    BOOST_TEST(value_of("SELECT accepted_millis = applying_millis"
                        "  FROM joingateexchange.auth_order") == "1");
}

BOOST_AUTO_TEST_CASE(leaves_a_permission_of_the_owner_himself_in_its_instance) {
    const auto id = permission("of_enterprise", {{"IotInstanceId", enterprise_id()}});
    BOOST_TEST(submit(owner, id, "owner") == "");
    BOOST_TEST(value_of("SELECT i.iot_instance_id FROM joingateexchange.lease AS l"
                        "  JOIN joingate.instance AS i ON i.instance = l.renter_instance") ==
               enterprise_id());
}

BOOST_AUTO_TEST_CASE(is_refused_while_an_order_is_open) {
    const auto id = offered_to(renter);
    BOOST_TEST(submit(owner, id, "stranger") == "JoinPermissionAlreadyAuthorized");
    BOOST_TEST(submit(owner, id, "owner") == "JoinPermissionAlreadyAuthorized");
    BOOST_TEST(submit(owner, id, "nobody") == "JoinPermissionAlreadyAuthorized");
    BOOST_TEST(misses() == "");
    BOOST_TEST(value_of("SELECT COUNT(*) FROM joingateexchange.auth_order") == "1");
}

BOOST_AUTO_TEST_CASE(is_refused_once_the_renter_accepted) {
    const auto id = rented_by(renter);
    BOOST_TEST(submit(owner, id, "stranger") == "JoinPermissionAlreadyAuthorized");
    BOOST_TEST(value_of("SELECT renter_account FROM joingateexchange.lease") == "renter");
}

BOOST_AUTO_TEST_CASE(offers_again_what_the_renter_gave_back) {
    const auto id = rented_by(renter);
    BOOST_TEST(renter.calls("ReturnJoinPermission",
                            {{"JoinPermissionId", id}, {"JoinPermissionType", "LOCAL"}}) == "");
    BOOST_TEST(submit(owner, id, "stranger") == "");
}

BOOST_AUTO_TEST_CASE(knows_only_a_dedicated_permission_of_the_caller) {
    const auto id = permission();
    BOOST_TEST(submit(stranger, id, "renter") == "NonExistent");
    BOOST_TEST(submit(owner, roaming(owner), "renter") == "NonExistent");
    BOOST_TEST(submit(owner, "9223372036854775807", "renter") == "NonExistent");
    BOOST_TEST(submit(owner, "0" + id, "renter") == "NonExistent");
    BOOST_TEST(submit(owner, "x", "nobody") == "NonExistent");
    // A group is no permission, although its id is of the same series.
    BOOST_TEST(owner.calls("CreateNodeGroup", {{"NodeGroupName", "group"}}) == "");
    BOOST_TEST(submit(owner, owner.data(), "renter") == "NonExistent");
    BOOST_TEST(misses() == "");
    BOOST_TEST(value_of("SELECT COUNT(*) FROM joingateexchange.lease"
                        " WHERE permission_type = 'LOCAL'") == "0");
}

BOOST_AUTO_TEST_CASE(lets_one_of_many_at_once_offer_a_permission) {
    const auto id = permission();
    const auto try_it = [&](const char* to) {
        return [this, &id, to] {
            return owner.outcome(kSubmit, {{"JoinPermissionId", id}, {"RenterAliyunId", to}}).code;
        };
    };
    const std::string refused = "JoinPermissionAlreadyAuthorized";
    const std::vector<std::string> one_wins{"", refused, refused, refused};
    BOOST_TEST(at_once({try_it("renter"), try_it("stranger"), try_it("owner"), try_it("renter")}) ==
                   one_wins,
               boost::test_tools::per_element());
    BOOST_TEST(value_of("SELECT COUNT(*) FROM joingateexchange.auth_order") == "1");
    BOOST_TEST(contradictions() == "0");
}

BOOST_AUTO_TEST_CASE(counts_a_renter_who_does_not_exist) {
    const auto id = permission();
    BOOST_TEST(submit(owner, id, "nobody") == "RenterDoesNotExist");
    BOOST_TEST(misses() == "1");
    BOOST_TEST(value_of("SELECT COUNT(*) FROM joingateexchange.auth_order") == "0");
    BOOST_TEST(submit(owner, id, "renter") == "");
    BOOST_TEST(misses() == "1"); // a hit forgives nothing
}

BOOST_AUTO_TEST_CASE(takes_an_account_without_the_product_for_none) {
    const auto id = permission();
    run("INSERT INTO joingate.account (account, uid, activated, create_millis)"
        " VALUES ('idle', 990001, FALSE, 1), ('homeless', 990002, TRUE, 1)"
        " ON DUPLICATE KEY UPDATE uid = VALUES(uid)");
    BOOST_TEST(submit(owner, id, "idle") == "RenterDoesNotExist");
    BOOST_TEST(submit(owner, id, "homeless") == "RenterDoesNotExist");
    BOOST_TEST(misses() == "2");
}

BOOST_AUTO_TEST_CASE(blocks_every_look_up_after_the_fifth_miss) {
    const auto offered = offered_to(renter);
    const auto id = permission();
    for (int miss = 0; miss < 5; ++miss)
        BOOST_TEST(submit(owner, id, "nobody_" + std::to_string(miss)) == "RenterDoesNotExist");
    for (const auto* who : {"nobody_0", "nobody_5", "renter", "owner"})
        BOOST_TEST(submit(owner, id, who) == "TooManyRenterNonExistentFailures");
    BOOST_TEST(misses() == "5");
    BOOST_TEST(submit(owner, "9223372036854775807", "renter") == "NonExistent");
    BOOST_TEST(submit(owner, offered, "nobody") == "JoinPermissionAlreadyAuthorized");

    wait_minutes(9);
    BOOST_TEST(submit(owner, id, "renter") == "TooManyRenterNonExistentFailures");
    wait_minutes(1);
    BOOST_TEST(submit(owner, id, "nobody") == "RenterDoesNotExist");
    BOOST_TEST(misses() == "1");
    BOOST_TEST(submit(owner, id, "renter") == "");
}

BOOST_AUTO_TEST_CASE(forgets_misses_with_their_window) {
    const auto id = permission();
    for (int miss = 0; miss < 4; ++miss)
        BOOST_TEST(submit(owner, id, "nobody") == "RenterDoesNotExist");
    wait_minutes(10);
    BOOST_TEST(submit(owner, id, "nobody") == "RenterDoesNotExist");
    BOOST_TEST(misses() == "1");
    BOOST_TEST(submit(owner, id, "renter") == "");
}

BOOST_AUTO_TEST_CASE(blocks_nobody_else) {
    for (int miss = 0; miss < 5; ++miss)
        submit(owner, permission(), "nobody");
    run("UPDATE joingateexchange.failure_throttle SET account = 'stranger'");
    BOOST_TEST(submit(owner, permission(), "renter") == "");
}

BOOST_AUTO_TEST_CASE(admits_no_more_misses_when_they_come_at_once) {
    const auto id = permission();
    for (int miss = 0; miss < 4; ++miss)
        submit(owner, id, "nobody");
    const auto other = permission();
    const auto miss = [&](const std::string& permission) {
        return [this, permission] {
            return owner
                .outcome(kSubmit, {{"JoinPermissionId", permission}, {"RenterAliyunId", "nobody"}})
                .code;
        };
    };
    const std::vector<std::string> one_counts{"RenterDoesNotExist",
                                              "TooManyRenterNonExistentFailures"};
    BOOST_TEST(at_once({miss(id), miss(other)}) == one_counts, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_SUITE_END()
