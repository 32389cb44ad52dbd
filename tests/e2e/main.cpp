#define BOOST_TEST_MODULE joingate_e2e
#include <boost/test/unit_test.hpp>
