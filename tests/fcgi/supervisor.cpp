#include "fcgi/supervisor.h"

#include <sys/wait.h>
#include <unistd.h>

#include <boost/test/unit_test.hpp>

#include <csignal>
#include <limits>
#include <new>

namespace {

/// What a process of its own, in which nothing lasts, answers.
template <class Work> bool in_child(Work work) {
    const auto child = ::fork();
    if (child == 0) ::_exit(work() ? 0 : 1);
    int status = -1;
    ::waitpid(child, &status, 0);
    return WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

// The operator new of a sanitizer asks no handler.
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
constexpr bool kAsksTheHandler = false;
#else
constexpr bool kAsksTheHandler = true;
#endif

bool is_pending(int signal) {
    sigset_t pending;
    ::sigpending(&pending);
    return sigismember(&pending, signal) == 1;
}

} // namespace

BOOST_AUTO_TEST_SUITE(supervisor)

BOOST_AUTO_TEST_CASE(is_told_to_stop_when_there_is_no_memory,
                     *boost::unit_test::enable_if<kAsksTheHandler>()) {
    BOOST_TEST(in_child([] {
        joingate::block_signals();
        joingate::stop_without_memory();
        bool thrown = false;
        try {
            ::operator delete(::operator new(std::numeric_limits<std::size_t>::max() / 4));
        } catch (const std::bad_alloc&) {
            thrown = true;
        }
        return thrown && joingate::out_of_memory() && is_pending(SIGTERM);
    }));
}

BOOST_AUTO_TEST_CASE(blocks_the_signals_that_would_cut_a_body) {
    BOOST_TEST(in_child([] {
        joingate::block_signals();
        ::raise(SIGALRM);
        return is_pending(SIGALRM);
    }));
}

// The watchdog ends a process that hangs by SIGABRT.
BOOST_AUTO_TEST_CASE(lets_a_fatal_signal_end_the_process) {
    for (const int signal : {SIGABRT, SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGSYS, SIGTRAP}) {
        const auto child = ::fork();
        if (child == 0) {
            // The handlers of the test framework are not the worker's.
            std::signal(signal, SIG_DFL);
            joingate::block_signals();
            ::kill(::getpid(), signal);
            ::_exit(0);
        }
        int status = 0;
        ::waitpid(child, &status, 0);
        BOOST_TEST(WIFSIGNALED(status));
        BOOST_TEST(WTERMSIG(status) == signal);
    }
}

BOOST_AUTO_TEST_CASE(waits_until_it_is_told_to_stop) {
    BOOST_TEST(in_child([] {
        joingate::block_signals();
        ::raise(SIGHUP); // does not count
        ::raise(SIGTERM);
        return joingate::is_told_to_stop_within(std::chrono::seconds{10});
    }));
    BOOST_TEST(in_child([] {
        joingate::block_signals();
        return !joingate::is_told_to_stop_within(std::chrono::seconds{1});
    }));
}

BOOST_AUTO_TEST_SUITE_END()
