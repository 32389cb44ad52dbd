#include "tests/support/places.h"
#include "tests/support/shell.h"
#include "tests/tenancy/scratch_folder.h"

#include <boost/test/unit_test.hpp>

#include <sysexits.h>

#include <filesystem>
#include <fstream>
#include <string>

namespace joingate::test {
namespace {

/// The program itself, run by a shell; the arguments end with a redirection of its output.
struct Joingated {
    ScratchFolder folder;
    std::string config = folder.file("joingated.properties");

    Joingated() {
        std::ofstream{folder.file("key")} << "1 " << std::string(64, 'a') << '\n';
        std::filesystem::permissions(folder.file("key"), std::filesystem::perms::owner_read);
        std::ofstream{config} << "secrets.masterKeyFile = " << folder.file("key")
                              << "\ndatabase.passwordFile =\n";
    }

    ShellEnded run(const std::string& arguments) const {
        return run_shell('\'' + places::in_build("fcgi/joingated") + "' --config=" + config + ' ' +
                         arguments);
    }
};

} // namespace

BOOST_FIXTURE_TEST_SUITE(output_of_joingated, Joingated)

BOOST_AUTO_TEST_CASE(is_an_error_where_it_cannot_be_written) {
    for (const auto* const option :
         {"--version", "--help", "--describe", "--check-config", "--print-config"}) {
        BOOST_TEST(run(std::string{option} + " > /dev/null").status == EX_OK, option);
        const auto full = run(std::string{option} + " > /dev/full");
        BOOST_TEST(full.status == EX_IOERR, option);
        BOOST_TEST(full.output == "joingated: cannot write the output: No space left on device\n",
                   option << ": " << full.output);
        const auto closed = run(std::string{option} + " >&-");
        BOOST_TEST(closed.status == EX_IOERR, option);
        BOOST_TEST(closed.output == "joingated: cannot write the output: Bad file descriptor\n",
                   option << ": " << closed.output);
    }
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace joingate::test
