#include "fcgi/listener.h"

#include "tests/fcgi/front.h"

#include <boost/test/unit_test.hpp>

#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdlib>
#include <initializer_list>
#include <stdexcept>
#include <string>

namespace {

constexpr int kThrew = 254;
constexpr int kNone = 255;

/// What a process finds that was given these descriptors, the first as 0 and the others from 3 on
/// by systemd; -1 is a closed one.
int found(int standard_input, std::initializer_list<int> by_systemd) {
    const auto child = ::fork();
    if (child == 0) {
        constexpr int kApart = 100;
        int next = kApart;
        for (const int fd : by_systemd)
            ::dup2(fd, next++);
        if (standard_input >= 0)
            ::dup2(standard_input, STDIN_FILENO);
        else
            ::close(STDIN_FILENO);
        const int count = next - kApart;
        for (int i = 0; i < count; ++i)
            ::dup2(kApart + i, 3 + i);
        if (count > 0) {
            // NOLINTBEGIN(concurrency-mt-unsafe): the child has one thread
            ::setenv("LISTEN_PID", std::to_string(::getpid()).c_str(), 1);
            ::setenv("LISTEN_FDS", std::to_string(count).c_str(), 1);
            // NOLINTEND(concurrency-mt-unsafe)
        }
        try {
            ::_exit(joingate::given_listener().value_or(kNone));
        } catch (const std::runtime_error&) {
            ::_exit(kThrew);
        }
    }
    int status = 0;
    ::waitpid(child, &status, 0);
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

struct Fixture {
    Front front;
    joingate::Descriptor null{::open("/dev/null", O_RDONLY | O_CLOEXEC)};
    joingate::Descriptor plain{::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0)};
};

} // namespace

BOOST_FIXTURE_TEST_SUITE(listener, Fixture)

BOOST_AUTO_TEST_CASE(is_the_socket_of_systemd_whatever_standard_input_is) {
    for (const int standard_input : {-1, null.get(), plain.get(), front.listener()})
        BOOST_TEST(found(standard_input, {front.listener()}) == 3);
}

BOOST_AUTO_TEST_CASE(is_standard_input_if_that_listens) {
    BOOST_TEST(found(front.listener(), {}) == STDIN_FILENO);
}

BOOST_AUTO_TEST_CASE(is_none_for_cgi) {
    for (const int standard_input : {-1, null.get(), plain.get()})
        BOOST_TEST(found(standard_input, {}) == kNone);
}

BOOST_AUTO_TEST_CASE(is_not_one_of_several_nor_one_that_does_not_listen) {
    BOOST_TEST(found(null.get(), {front.listener(), front.listener()}) == kThrew);
    BOOST_TEST(found(front.listener(), {plain.get()}) == kThrew);
}

BOOST_AUTO_TEST_SUITE_END()
