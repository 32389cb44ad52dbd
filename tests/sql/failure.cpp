#include "sql/failure.h"

#include <boost/test/unit_test.hpp>

#include <string>

namespace joingate::test {
namespace {

// The table of robustness section 6, once more.
constexpr int kConflicts[]{1213, 1205, 1020, 1412, 1615, 3572};
constexpr int kLosses[]{2002, 2003, 2005, 2006, 2012, 2013, 2026, 2055, 1040, 1042, 1043,
                        1047, 1053, 1077, 1129, 1152, 1158, 1159, 1160, 1161, 1184, 1203,
                        1226, 1290, 1836, 1927, 3032, 3098, 3100, 3101, 3796, 3797, 4031};
constexpr int kUnavailable[]{1317, 1969, 3024, 1021, 1028, 1030, 1037,
                             1038, 1041, 1114, 1135, 1206, 1467, 1792};
constexpr int kFaults[]{1045, 1044, 1142, 1143, 1227, 1049, 1146, 1054, 1064, 1048,
                        1264, 1265, 1292, 1364, 1366, 1406, 1451, 1452, 1461, 2014,
                        2027, 2030, 3819, 4025, 0,    1,    1193, 9999};

template <class Kind> void expect(int number) {
    BOOST_CHECK_EXCEPTION(db::throw_failure(number, "statement", "message"), Kind,
                          [number](const Kind& e) { return e.number() == number; });
}

std::string what(int number, const std::string& message) {
    try {
        db::throw_failure(number, "statement", message);
    } catch (const db::Failure& e) {
        return e.what();
    }
}

std::string key(int number, const std::string& message) {
    try {
        db::throw_failure(number, "statement", message);
    } catch (const db::Duplicate& e) {
        return e.key();
    }
}

} // namespace

BOOST_AUTO_TEST_SUITE(failure)

BOOST_AUTO_TEST_CASE(means_what_the_table_says) {
    for (const int number : kConflicts)
        expect<db::Conflict>(number);
    for (const int number : kLosses)
        expect<db::Lost>(number);
    for (const int number : kUnavailable)
        expect<db::Unavailable>(number);
    for (const int number : kFaults)
        expect<db::Fault>(number);
}

BOOST_AUTO_TEST_CASE(names_the_duplicate_key_of_either_engine) {
    BOOST_TEST(key(1062, "Duplicate entry 'a-b' for key 'permission_name'") == "permission_name");
    BOOST_TEST(key(1062, "Duplicate entry 'a-b' for key 'join_permission.permission_name'") ==
               "permission_name");
    BOOST_TEST(key(1586, "Duplicate entry '' for key'' for key 'PRIMARY'") == "PRIMARY");
    BOOST_TEST(key(1062, "something else").empty());
}

BOOST_AUTO_TEST_CASE(repeats_no_value_that_the_server_quotes) {
    BOOST_TEST(what(1062, "Duplicate entry 'secret' for key 'k'") == "statement: 1062 for key 'k'");
    BOOST_TEST(what(1366, "Incorrect integer value: 'secret for x' for column `a`.`b`.`c` at row 1")
                   .find("secret") == std::string::npos);
    BOOST_TEST(what(1292, "Truncated incorrect DOUBLE value: 'secret'") == "statement: 1292 ");
    BOOST_TEST(what(1146, "Table 'jg000001.t' doesn't exist") ==
               "statement: 1146 Table 'jg000001.t' doesn't exist");
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace joingate::test
