#include "tenancy/standard_streams.h"

#include "tests/tenancy/processes.h"
#include "tests/tenancy/scratch_folder.h"

#include <boost/test/unit_test.hpp>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <fstream>
#include <iterator>
#include <string>

namespace joingate {
namespace {

struct Fixture {
    ScratchFolder folder;
    std::string path = folder.file("output");

    std::string written() const {
        std::ifstream file{path};
        return {std::istreambuf_iterator<char>{file}, {}};
    }
    static int open_for_writing(const std::string& path) {
        const int descriptor = ::open(path.c_str(), O_WRONLY | O_CREAT | O_CLOEXEC, 0600);
        BOOST_TEST_REQUIRE(descriptor >= 0);
        return descriptor;
    }
    template <class Work> static std::string failure(const Work& work) {
        try {
            work();
            return {};
        } catch (const OutputFailed& e) {
            return e.what();
        }
    }
};

constexpr const char* kFull = "cannot write the output: No space left on device";

} // namespace

BOOST_FIXTURE_TEST_SUITE(standard_streams, Fixture)

BOOST_AUTO_TEST_CASE(write_all_of_it_in_order) {
    const int descriptor = open_for_writing(path);
    Output out{descriptor};
    std::string expected;
    for (int i = 0; i < 5000; ++i) {
        out << i << '\n';
        expected += std::to_string(i) + '\n';
    }
    out << std::string(20'000, 'x');
    out.flush();
    BOOST_TEST(written() == expected + std::string(20'000, 'x'));
    ::close(descriptor);
}

BOOST_AUTO_TEST_CASE(lose_nothing_in_silence) {
    const int descriptor = open_for_writing("/dev/full");
    BOOST_TEST(failure([&] {
                   Output out{descriptor};
                   out << "secret";
                   out.flush();
               }) == kFull);
    BOOST_TEST(failure([&] { Output{descriptor} << std::string(10'000, 'x'); }) == kFull);
    BOOST_TEST(failure([&] {
                   Output out{descriptor};
                   out << std::unitbuf << 'x';
               }) == kFull);
    // With nothing to write nothing is lost.
    BOOST_TEST(failure([&] { Output{descriptor}.flush(); }) == "");
    ::close(descriptor);
}

BOOST_AUTO_TEST_CASE(tell_of_a_reader_that_went_away) {
    std::array<int, 2> ends{};
    BOOST_TEST_REQUIRE(::pipe2(ends.data(), O_CLOEXEC) == 0);
    ::close(ends[0]);
    const auto old = std::signal(SIGPIPE, SIG_IGN);
    BOOST_TEST(failure([&] {
                   Output out{ends[1]};
                   out << "x";
                   out.flush();
               }) == "cannot write the output: Broken pipe");
    std::signal(SIGPIPE, old);
    ::close(ends[1]);
}

BOOST_AUTO_TEST_CASE(take_the_place_of_every_closed_descriptor) {
    constexpr int kSubsets = 8;
    const SharedWithChildren<std::array<int, kSubsets>> good;
    for (int closed = 0; closed < kSubsets; ++closed) {
        const auto child = start_process([&] {
            for (int number = 0; number < 3; ++number)
                if ((closed >> number & 1) != 0) ::close(number);
            open_standard_descriptors();
            struct stat null {};
            ::stat("/dev/null", &null);
            int right = 0;
            for (int number = 0; number < 3; ++number) {
                struct stat status {};
                const bool is_null = ::fstat(number, &status) == 0 &&
                                     status.st_rdev == null.st_rdev && S_ISCHR(status.st_mode);
                char byte = 'x';
                const bool fails = number == 0 ? ::read(number, &byte, 1) < 0 && errno == EBADF
                                               : ::write(number, &byte, 1) < 0 && errno == EBADF;
                const bool was_closed = (closed >> number & 1) != 0;
                if (!was_closed || (is_null && fails)) ++right;
            }
            // The next file is none of the three.
            const int next = ::open("/dev/null", O_RDONLY | O_CLOEXEC);
            (*good)[static_cast<std::size_t>(closed)] = right == 3 && next > 2 ? 1 : 0;
        });
        int status = -1;
        BOOST_TEST(::waitpid(child, &status, 0) == child);
        BOOST_TEST(status == 0);
    }
    BOOST_TEST(*good == (std::array<int, kSubsets>{1, 1, 1, 1, 1, 1, 1, 1}),
               boost::test_tools::per_element());
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace joingate
