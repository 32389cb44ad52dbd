#include "tenancy/nearest.h"

#include <boost/test/unit_test.hpp>

#include <string>

namespace joingate {

BOOST_AUTO_TEST_SUITE(nearest_name)

BOOST_AUTO_TEST_CASE(is_the_one_with_the_fewest_wrong_letters) {
    const std::vector<std::string_view> known{"database.socket", "database.port", "worker.threads",
                                              "quota.NODE"};
    BOOST_TEST(nearest("database.sockt", known) == "database.socket");
    BOOST_TEST(nearest("database.prt", known) == "database.port");
    BOOST_TEST(nearest("Database.Socket", known) == "database.socket");
    BOOST_TEST(nearest("worker.threads 8", known) == "worker.threads");
    BOOST_TEST(nearest("quota.NODES", known) == "quota.NODE");
    BOOST_TEST(nearest("threads", known) == "worker.threads");
    BOOST_TEST(nearest("thread", known) == "worker.threads");
}

BOOST_AUTO_TEST_CASE(is_none_where_too_many_are_wrong) {
    const std::vector<std::string_view> known{"database.socket", "worker.threads"};
    BOOST_TEST(nearest("colour", known) == "");
    BOOST_TEST(nearest("[worker]", known) == "");
    BOOST_TEST(nearest("", known) == "");
    BOOST_TEST(nearest(std::string(100000, 'x'), known) == "");
    BOOST_TEST(nearest("database.socket", {}) == "");
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace joingate
