#include "sql/statements.h"

#include "sql/connection.h"
#include "tests/sql/one_tenant.h"
#include "tests/support/server.h"

#include <algorithm>
#include <iterator>
#include <list>
#include <set>
#include <string>
#include <vector>

namespace joingate::test {
namespace {

bool contains(std::string_view text, std::string_view part) {
    return text.find(part) != std::string_view::npos;
}

constexpr std::string_view kOfMysql{"_of_mysql"};

bool begins(std::string_view text, std::string_view with) {
    return text.substr(0, with.size()) == with;
}

/// Where there is a "name_of_mysql", "name" is for MariaDB.
bool is_for_this_server(std::string_view name) {
    const bool of_mysql =
        name.size() > kOfMysql.size() && name.substr(name.size() - kOfMysql.size()) == kOfMysql;
    if (!on_mysql()) return !of_mysql;
    const auto own = std::string{name} + std::string{kOfMysql};
    return std::none_of(std::begin(statement::kAll), std::end(statement::kAll),
                        [&](const auto* other) { return other->name == own; });
}

} // namespace

BOOST_FIXTURE_TEST_SUITE(statements, OneTenant)

// Unqualified names are those of the tenant's schema; `joingate.` and `joingateexchange.` are
// always written out. Under the role that will run them, so that a missing right shows as well;
// only the administrator changes the catalog and the registries, and checks everything.
BOOST_AUTO_TEST_CASE(prepare_against_the_newest_schema) {
    std::vector<db::Statement> all;
    for (const auto* const statement : statement::kAll)
        if (is_for_this_server(statement->name)) all.push_back(*statement);
    std::list<std::string> texts;
    for (const auto* const list : statement::kAllLists) {
        db::Binds every;
        for (std::size_t i = 0; i < list->condition_count; ++i) {
            const auto filter = list->conditions[i].filter;
            const db::Binds one{{filter, std::int64_t{1}}};
            every.push_back(one.front());
            all.push_back({list->name, texts.emplace_back(page_text(*list, one, {}))});
        }
        for (const auto& filters : {db::Binds{}, every}) {
            all.push_back({list->name, texts.emplace_back(page_text(*list, filters, {}))});
            all.push_back({list->name, texts.emplace_back(count_text(*list, filters))});
        }
    }

    for (const auto& each : all) {
        const auto* const statement = &each;
        const bool of_catalog = contains(statement->text, "joingate.");
        const bool of_tool = begins(statement->name, "registry_") ||
                             begins(statement->name, "check_") || begins(statement->name, "setup_");
        // MySQL asks for the right to change what is locked.
        const bool changes =
            !begins(statement->text, "SELECT") || contains(statement->text, "FOR UPDATE");
        try {
            const bool of_operator = (of_catalog && changes) || of_tool;
            db::Connection connection{of_operator ? server.admin() : server.worker(),
                                      db::Patience::Request};
            if (!of_operator) connection.take_role(of_catalog ? "jgcatalog" : schema);
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
