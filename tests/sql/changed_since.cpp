// What is looked at without a lock may change before the transaction acts on it. MariaDB tells
// (error 1020); MySQL does not, so the statements must.
#include "sql/statements.h"
#include "tests/sql/one_tenant.h"

namespace joingate::test {
namespace {

struct Device : OneTenant {
    static constexpr std::string_view kEui = "00000000000000aa";

    Device() {
        forget();
        server.run("INSERT INTO joingateexchange.node_tuple (dev_eui, join_eui, pin_hash, app_key, "
                   "key_version, create_millis) VALUES ('00000000000000aa', '00000000000000bb', "
                   "'old', 'key', 1, 1)");
        server.run("INSERT INTO joingateexchange.gateway_tuple (gw_eui, pin_hash, key_version, "
                   "create_millis) VALUES ('00000000000000aa', 'old', 1, 1)");
    }
    ~Device() { forget(); }
    Device(const Device&) = delete;
    Device& operator=(const Device&) = delete;

    void forget() const {
        for (const auto* const place : {"node WHERE dev_eui", "node_tuple WHERE dev_eui",
                                        "gateway_claim WHERE gw_eui", "gateway_tuple WHERE gw_eui"})
            server.run(std::string{"DELETE FROM joingateexchange."} + place +
                       " = '00000000000000aa'");
    }

    /// Looks at the device's PIN and binds it; between the two the operator replaces it, the first
    /// time. The PIN that was looked at last.
    std::string proved(const db::Statement& look, const db::Statement& bind, db::Binds binds,
                       const std::string& table) {
        std::string pin;
        int runs = 0;
        database.change(scope, deadline, [&](db::Session& session) {
            const auto tuple = session.row(look, {binds.front()}).value();
            pin = tuple.text("pin_hash");
            if (++runs == 1)
                server.run("UPDATE joingateexchange." + table +
                           " SET pin_hash = 'new', version = version + 1");
            auto all = binds;
            all.push_back({"tuple_version", tuple.number("tuple_version")});
            if (session.change(bind, all) == 0) throw db::Conflict{0, "changed"};
        });
        BOOST_TEST(runs == 2);
        return pin;
    }
};

} // namespace

BOOST_FIXTURE_TEST_SUITE(changed_since, Device)

BOOST_AUTO_TEST_CASE(a_node_is_added_by_the_pin_of_now) {
    BOOST_TEST(proved(statement::tuple_of_node, statement::add_node,
                      {{"dev_eui", kEui}, {"group", std::int64_t{1}}}, "node_tuple") == "new");
}

BOOST_AUTO_TEST_CASE(a_gateway_is_claimed_by_the_pin_of_now) {
    BOOST_TEST(proved(statement::gateway_to_claim, statement::claim_gateway, {{"gateway", kEui}},
                      "gateway_tuple") == "new");
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace joingate::test
