#include "fcgi/volume_watch.h"
#include "tests/support/places.h"

#include <boost/test/unit_test.hpp>

using namespace joingate;

namespace {

/// On the volume of the tests, which is neither empty nor full.
bool is_nearly_full(VolumeLimits limits) {
    const db::Database unused{db::Settings{}};
    VolumeWatch watch{unused, std::move(limits)};
    watch.look();
    return watch.is_nearly_full();
}

} // namespace

BOOST_AUTO_TEST_SUITE(volume_watch)

BOOST_AUTO_TEST_CASE(refuses_below_its_limit) {
    BOOST_TEST(is_nearly_full({places::in_build(""), 100, 100}));
    BOOST_TEST(!is_nearly_full({places::in_build(""), 100, 0}));
}

BOOST_AUTO_TEST_CASE(refuses_nothing_where_it_cannot_see) {
    BOOST_TEST(!is_nearly_full({"/no/such/folder", 100, 100}));
    BOOST_TEST(!is_nearly_full({"", 100, 100}));
}

BOOST_AUTO_TEST_SUITE_END()
