#include "tests/e2e/site.h"

#include <boost/test/unit_test.hpp>

namespace {

/// A site that does not start fails the program once instead of every case.
struct StartedSite {
    StartedSite() { joingate::e2e::Site::instance(); }
};

BOOST_TEST_GLOBAL_FIXTURE(StartedSite);

} // namespace
