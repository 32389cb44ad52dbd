#include "fcgi/standard_descriptors.h"

#include <boost/test/unit_test.hpp>

#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <vector>

namespace {

/// What a process does whose descriptors of these numbers are closed.
template <class Work> bool without(const std::vector<int>& closed, const Work& work) {
    const auto child = ::fork();
    if (child == 0) {
        for (const int fd : closed)
            ::close(fd);
        ::_exit(joingate::fill_standard_descriptors() && work() ? 0 : 1);
    }
    int status = -1;
    ::waitpid(child, &status, 0);
    return WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

bool is_given_to_nobody_else() {
    return ::socket(AF_UNIX, SOCK_STREAM, 0) > STDERR_FILENO;
}

} // namespace

BOOST_AUTO_TEST_SUITE(standard_descriptors)

BOOST_AUTO_TEST_CASE(are_never_the_number_of_another_file) {
    for (const auto& closed :
         std::vector<std::vector<int>>{{}, {0}, {1}, {2}, {0, 1}, {0, 2}, {1, 2}, {0, 1, 2}})
        BOOST_TEST(without(closed, is_given_to_nobody_else));
}

BOOST_AUTO_TEST_CASE(cannot_be_used_where_they_were_closed) {
    BOOST_TEST(without({0}, [] {
        char byte = 0;
        return ::read(STDIN_FILENO, &byte, 1) < 0;
    }));
    for (const int fd : {STDOUT_FILENO, STDERR_FILENO})
        BOOST_TEST(without({fd}, [fd] { return ::write(fd, "x", 1) < 0; }));
}

BOOST_AUTO_TEST_SUITE_END()
