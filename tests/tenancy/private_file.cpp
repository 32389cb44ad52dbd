#include "tenancy/private_file.h"

#include "tests/tenancy/scratch_folder.h"

#include <boost/test/unit_test.hpp>

namespace joingate::test {

namespace fs = std::filesystem;

BOOST_FIXTURE_TEST_SUITE(private_file, ScratchFolder)

BOOST_AUTO_TEST_CASE(is_replaced_behind_a_symbolic_link) {
    create_private_file(file("target"), "old\n");
    fs::create_symlink("target", file("link"));
    replace_private_file(file("link"), "new\n");
    BOOST_TEST(fs::is_symlink(file("link")));
    BOOST_TEST(read_private_file(file("target")) == "new\n");
}

BOOST_AUTO_TEST_CASE(is_not_made_by_replacing) {
    BOOST_CHECK_THROW(replace_private_file(file("none"), "new\n"), std::runtime_error);
    BOOST_TEST(!fs::exists(file("none")));
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace joingate::test
