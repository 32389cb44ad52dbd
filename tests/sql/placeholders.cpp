#include "sql/placeholders.h"

#include <boost/test/unit_test.hpp>

#include <string>
#include <vector>

namespace joingate::test {

using db::parse_placeholders;

BOOST_AUTO_TEST_SUITE(placeholders)

BOOST_AUTO_TEST_CASE(become_question_marks_in_order) {
    const auto parsed = parse_placeholders("SELECT :b, :a FROM t WHERE x=:b AND y>:a_1;");
    BOOST_TEST(parsed.text == "SELECT ?, ? FROM t WHERE x=? AND y>?;");
    BOOST_TEST(parsed.names == (std::vector<std::string>{"b", "a", "b", "a_1"}),
               boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(are_not_looked_for_inside_quotes) {
    for (const std::string text :
         {"SELECT ':a'", "SELECT \":a\"", "SELECT `:a`", "SELECT 'it''s :a'", "SELECT 'it\\'s :a'",
          "SELECT '\\\\', ' :a'", "SELECT ':a", "SELECT `\\`, '`:a'"})
        BOOST_TEST(parse_placeholders(text).text == text);
}

BOOST_AUTO_TEST_CASE(begin_with_a_letter) {
    for (const std::string text : {"a := 1", "a::1", "12:30", "x:", ":", "", "@a:=?"})
        BOOST_TEST(parse_placeholders(text).text == text);
    BOOST_TEST(parse_placeholders("'a':b'c':d").text == "'a'?'c'?");
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace joingate::test
