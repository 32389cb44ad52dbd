#define BOOST_TEST_MODULE joingate
#include <boost/test/unit_test.hpp>
