#include "sql/session.h"

#include "tests/sql/one_tenant.h"
#include "tests/support/server.h"

#include <limits>

namespace joingate::test {
namespace {

using db::Binds;
using db::Session;
using db::Statement;

struct Things : OneTenant {
    Things() {
        server.run("CREATE TABLE " + schema +
                   ".thing (id BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY, number BIGINT NULL, "
                   "label VARCHAR(40) CHARACTER SET utf8mb4 COLLATE " +
                   (on_mysql() ? "utf8mb4_0900_bin" : "utf8mb4_nopad_bin") +
                   " NULL, bytes VARBINARY(64) NULL, UNIQUE KEY thing_label (label))");
    }

    std::string value(const std::string& column) { return stored("thing", column); }
};

constexpr Statement kAdd{"add", "INSERT INTO thing (number, label, bytes) "
                                "VALUES (:number, :label, :bytes)"};
constexpr Statement kAll{"all", "SELECT id, number AS Number, label, bytes FROM thing ORDER BY id "
                                "LIMIT :limit OFFSET :offset"};

Binds thing(db::Value number, db::Value label, db::Value bytes = {}) {
    return {{"number", number}, {"label", label}, {"bytes", bytes}};
}

} // namespace

BOOST_FIXTURE_TEST_SUITE(session, Things)

BOOST_AUTO_TEST_CASE(stores_numbers_texts_and_nulls_as_they_are) {
    const auto most = std::numeric_limits<std::int64_t>::min();
    const std::string_view bytes{"a\0'\\%_\xff", 7};
    read([&](Session& session) {
        BOOST_TEST(session.change(
                       kAdd, thing(most, "Gr\xc3\xbc\xc3\x9f \xf0\x9f\x9a\xaa'; --", bytes)) == 1U);
        const auto row = session.row(kAll, {{"limit", 1}, {"offset", 0}}).value();
        BOOST_TEST(row.number("Number") == most);
        BOOST_TEST(row.text("label") == "Gr\xc3\xbc\xc3\x9f \xf0\x9f\x9a\xaa'; --");
        BOOST_TEST(row.text("bytes") == bytes);
    });
    BOOST_TEST(value("number") == std::to_string(most));
    BOOST_TEST(value("label") == "Gr\xc3\xbc\xc3\x9f \xf0\x9f\x9a\xaa'; --");
    BOOST_TEST(value("HEX(bytes)") == "6100275C255FFF");
}

BOOST_AUTO_TEST_CASE(forgets_the_binds_of_the_call_before) {
    read([&](Session& session) {
        session.change(kAdd, thing(5, "five", "b"));
        session.change(kAdd, thing({}, {}, {}));
        session.change(kAdd, thing(6, "six", ""));
        const auto rows = session.rows(kAll, {{"limit", 10}, {"offset", 0}});
        BOOST_REQUIRE(rows.size() == 3U);
        BOOST_TEST(!rows[1].has("Number"));
        BOOST_TEST(!rows[1].has("label"));
        BOOST_TEST(!rows[1].has("bytes"));
        BOOST_TEST(rows[2].number("Number") == 6);
        BOOST_TEST(rows[2].text("bytes").empty());
    });
}

BOOST_AUTO_TEST_CASE(binds_limit_and_offset_as_numbers) {
    read([&](Session& session) {
        for (int i = 0; i < 5; ++i)
            session.change(kAdd, thing(i, {}));
        const auto rows = session.rows(kAll, {{"limit", 2}, {"offset", 3}});
        BOOST_REQUIRE(rows.size() == 2U);
        BOOST_TEST(rows[0].number("Number") == 3);
    });
}

BOOST_AUTO_TEST_CASE(binds_caller_instance_and_now_itself) {
    static constexpr Statement kOwn{
        "own",
        "SELECT :caller AS caller, :instance AS instance, :now AS a, :now AS b, ':now' AS c"};
    read([&](Session& session) {
        const auto row = session.row(kOwn).value();
        BOOST_TEST(row.text("caller") == "ann");
        BOOST_TEST(row.text("instance") == "7");
        BOOST_TEST(row.number("a") == session.now_millis());
        BOOST_TEST(row.number("b") == session.now_millis());
        BOOST_TEST(row.text("c") == ":now");
        BOOST_CHECK_THROW(session.row(kOwn, {{"caller", "bob"}}), db::Fault);
        BOOST_CHECK_THROW(session.row(kOwn, {{"now", 1}}), db::Fault);
    });
}

BOOST_AUTO_TEST_CASE(refuses_a_statement_with_an_open_bind) {
    read([&](Session& session) {
        BOOST_CHECK_THROW(session.rows(kAll, {{"limit", 1}}), db::Fault);
        BOOST_TEST(session.rows(kAll, {{"limit", 1}, {"offset", 0}}).empty());
    });
}

BOOST_AUTO_TEST_CASE(counts_only_rows_that_changed) {
    static constexpr Statement kSet{"set", "UPDATE thing SET number = :number"};
    read([&](Session& session) {
        session.change(kAdd, thing(1, "a"));
        session.change(kAdd, thing(2, "b"));
        BOOST_TEST(session.change(kSet, {{"number", 2}}) == 1U);
        BOOST_TEST(session.change(kSet, {{"number", 2}}) == 0U);
    });
}

BOOST_AUTO_TEST_CASE(tells_the_new_id) {
    read([&](Session& session) {
        const auto first = session.insert(kAdd, thing(1, "a"));
        BOOST_TEST(session.insert(kAdd, thing(2, "b")) == first + 1);
        BOOST_TEST(server.value_of("SELECT label FROM " + schema +
                                   ".thing WHERE id = " + std::to_string(first + 1)) == "b");
    });
}

BOOST_AUTO_TEST_CASE(names_the_key_that_refused_a_row) {
    read([&](Session& session) {
        session.change(kAdd, thing(1, "twice"));
        BOOST_CHECK_EXCEPTION(session.change(kAdd, thing(2, "twice")), db::Duplicate,
                              [](const db::Duplicate& e) {
                                  return e.key() == "thing_label" &&
                                         std::string{e.what()}.find("twice") == std::string::npos;
                              });
        session.change(kAdd, thing(2, "once"));
    });
}

BOOST_AUTO_TEST_CASE(takes_no_row_for_a_value_and_no_two_for_one) {
    read([&](Session& session) {
        BOOST_TEST(!session.row(kAll, {{"limit", 5}, {"offset", 0}}).has_value());
        session.change(kAdd, thing({}, "a"));
        const auto row = session.row(kAll, {{"limit", 5}, {"offset", 0}}).value();
        BOOST_TEST(!row.has("Number"));
        BOOST_CHECK_THROW(row.number("Number"), db::Fault);
        BOOST_CHECK_THROW(row.number("label"), db::Fault);
        BOOST_CHECK_THROW(row.has("number"), db::Fault);
        session.change(kAdd, thing({}, "b"));
        BOOST_CHECK_THROW(session.row(kAll, {{"limit", 5}, {"offset", 0}}), db::Fault);
        BOOST_CHECK_THROW(session.rows(kAdd, thing({}, "c")), db::Fault);
        BOOST_CHECK_THROW(session.change(kAll, {{"limit", 5}, {"offset", 0}}), db::Fault);
    });
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace joingate::test
