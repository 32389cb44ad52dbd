#include "sql/statements.h"

#include "sql/connection.h"
#include "tests/sql/one_tenant.h"

#include <set>

namespace joingate::test {
namespace {

bool contains(std::string_view text, std::string_view part) {
    return text.find(part) != std::string_view::npos;
}

} // namespace

BOOST_FIXTURE_TEST_SUITE(statements, OneTenant)

// Unqualified names are those of the tenant's schema; `joingate.` and `joingateexchange.` are
// always written out. Under the role that will run them, so that a missing right shows as well;
// only the administrator changes the catalog.
BOOST_AUTO_TEST_CASE(prepare_against_the_newest_schema) {
    for (const auto* const statement : statement::kAll) {
        const bool of_catalog = contains(statement->text, "joingate.");
        const bool changes = statement->text.substr(0, 6) != "SELECT";
        try {
            db::Connection connection{of_catalog && changes ? server.admin() : server.worker(),
                                      db::Patience::Request};
            if (!of_catalog)
                connection.take_role(schema);
            else if (!changes)
                connection.take_role("jgcatalog");
            connection.prepare(of_catalog ? "" : schema, *statement);
        } catch (const db::Failure& e) {
            BOOST_ERROR(e.what());
        }
    }
}

BOOST_AUTO_TEST_CASE(have_names_of_their_own) {
    std::set<std::string_view> names;
    for (const auto* const statement : statement::kAll)
        BOOST_TEST(names.insert(statement->name).second);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace joingate::test
