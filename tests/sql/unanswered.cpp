#include "tests/sql/one_tenant.h"
#include "tests/support/failpoints.h"
#include "tests/support/only_on_mariadb.h"

#include <algorithm>
#include <new>
#include <optional>

namespace joingate::test {
namespace {

constexpr unsigned kOutOfTime = 1969;

/// The server does what it is asked, but the first call with this text is answered with an error
/// after which the connection is kept.
struct Unanswered : OneTenant {
    std::string other = server.fresh_tenant();
    std::optional<Failpoints> points;

    template <class Work>
    std::vector<Failpoints::OpenConnection> after(const std::string& text, const Work& work) {
        const DriverCall call{DriverCall::Kind::Query, text};
        points.emplace();
        work();
        const auto calls = points->calls();
        const auto found = std::find(calls.begin(), calls.end(), call);
        BOOST_TEST_REQUIRE((found != calls.end()));
        const auto number = static_cast<std::size_t>(found - calls.begin());
        again.emplace(server.worker());
        points.reset();
        points.emplace(std::vector{Fault{number, kOutOfTime, true}});
        BOOST_CHECK_THROW(work(), db::Unavailable);
        BOOST_TEST(points->fired() == 1U);
        points->rest();
        return points->open_connections();
    }

    std::optional<db::Database> again{server.worker()};
    void value_of(const std::string& tenant) {
        again->read(TestDatabase::scope(tenant), deadline, [](db::Session& session) {
            session.rows({"groups", "SELECT group_id FROM node_group"});
        });
    }
};

} // namespace

BOOST_FIXTURE_TEST_SUITE(unanswered, Unanswered,
                         *only_on_mariadb("MySQL does not say of a "
                                          "connection whether a "
                                          "transaction is open"))

BOOST_AUTO_TEST_CASE(start_of_a_transaction_leaves_none_open) {
    const auto open = after("START TRANSACTION", [this] {
        again->change(scope, deadline, [](db::Session& session) { session.change(kCount); });
    });
    BOOST_TEST_REQUIRE(open.size() == 1U);
    BOOST_TEST(!open.front().in_transaction);
}

BOOST_AUTO_TEST_CASE(start_of_a_snapshot_leaves_none_open) {
    const auto open = after("START TRANSACTION WITH CONSISTENT SNAPSHOT, READ ONLY", [this] {
        again->read_snapshot(scope, deadline, [](db::Session& session) { session.row(kValue); });
    });
    BOOST_TEST_REQUIRE(open.size() == 1U);
    BOOST_TEST(!open.front().in_transaction);
}

BOOST_AUTO_TEST_CASE(change_of_role_is_not_taken_for_the_old_role) {
    const auto open = after("SET ROLE " + other, [this] {
        value_of(schema);
        value_of(other);
    });
    BOOST_TEST_REQUIRE(open.size() == 1U);
    BOOST_TEST(open.front().role == other);
    BOOST_CHECK_NO_THROW(value_of(schema));
}

BOOST_AUTO_TEST_CASE(change_of_schema_is_not_taken_for_the_old_schema) {
    after("USE " + other, [this] {
        value_of(schema);
        value_of(other);
    });
    BOOST_CHECK_NO_THROW(
        again->read(TestDatabase::scope(schema), deadline,
                    [](db::Session& session) { session.row(kValue); })); // only there is a counter
}

BOOST_AUTO_TEST_CASE(commit_hides_no_lack_of_memory) {
    points.emplace();
    count("nonce", "request");
    const auto calls = points->calls();
    const auto commit =
        std::find(calls.begin(), calls.end(), DriverCall{DriverCall::Kind::Query, "COMMIT"});
    const auto number = static_cast<std::size_t>(commit - calls.begin());
    points.reset();
    points.emplace(
        std::vector{Fault{number, 2013, true}, Fault{number + 1, Fault::kBadAlloc, false}});
    db::Database fresh{server.worker()};
    BOOST_CHECK_THROW(fresh.write(scope, entry("other", "request"), deadline,
                                  [](db::Session& session) {
                                      session.change(kCount);
                                      return std::string{"done"};
                                  }),
                      std::bad_alloc);
    BOOST_TEST(fresh.commit_unknown() == 1U);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace joingate::test
