// The options of the worker that look at a configuration, on that of the workers of the site.
#include "tests/e2e/site.h"
#include "tests/support/places.h"

#include <boost/test/unit_test.hpp>

#include <fstream>
#include <stdexcept>
#include <string>

namespace joingate::e2e {
namespace {

struct Looked {
    const Site& site = Site::instance();

    static std::string joingated(const std::string& option, const std::string& path) {
        return run_program(places::in_build("fcgi/joingated"), {option, "--config=" + path});
    }
};

} // namespace

BOOST_FIXTURE_TEST_SUITE(configuration, Looked)

BOOST_AUTO_TEST_CASE(is_good) {
    for (const char* option : {"-t", "--check-config"})
        BOOST_TEST(joingated(option, site.configuration()) == site.configuration() + " is good\n");
}

BOOST_AUTO_TEST_CASE(is_printed_with_its_origins) {
    const auto printed = joingated("-T", site.configuration());
    BOOST_TEST(printed.find("worker.logLevel = information ") != std::string::npos);
    BOOST_TEST(printed.find("  # default\n") != std::string::npos);
    BOOST_TEST(printed.find("  # " + site.configuration() + ":1\n") != std::string::npos);
    BOOST_TEST(printed == joingated("--print-config", site.configuration()));
}

BOOST_AUTO_TEST_CASE(is_refused_with_a_setting_that_there_is_not) {
    const auto path = places::in_build("misspelt.properties");
    std::ofstream{path} << "worker.thread = 2\n";
    BOOST_CHECK_THROW(joingated("-t", path), std::runtime_error);
    BOOST_CHECK_THROW(joingated("-T", path), std::runtime_error);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace joingate::e2e
