// joingatectl check beside workers that serve.
#include "tests/e2e/load.h"

#include <boost/test/unit_test.hpp>

namespace joingate::e2e {

BOOST_FIXTURE_TEST_SUITE(check, Tenants)

BOOST_AUTO_TEST_CASE(finds_nothing_while_callers_write) {
    Load load{*this, 4};
    load.await(20);
    for (int i = 0; i < 5; ++i)
        BOOST_TEST(site.ctl({"check"}) == "instances: 2, differences: 0\n");
    load.await(20);
    BOOST_TEST(load.stop().surprise.size() == 0U);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace joingate::e2e
