#pragma once

#include <boost/test/unit_test.hpp>

#include <csignal>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <atomic>
#include <cstddef>
#include <new>
#include <vector>

namespace joingate {

/// A value, all zero at first, that forked processes share with the test.
template <class Value> class SharedWithChildren {
public:
    SharedWithChildren()
        : value_{static_cast<Value*>(::mmap(nullptr, sizeof(Value), PROT_READ | PROT_WRITE,
                                            MAP_SHARED | MAP_ANONYMOUS, -1, 0))} {
        if (value_ == MAP_FAILED) throw std::bad_alloc{};
    }
    ~SharedWithChildren() { ::munmap(value_, sizeof(Value)); }
    SharedWithChildren(const SharedWithChildren&) = delete;
    SharedWithChildren& operator=(const SharedWithChildren&) = delete;

    Value& operator*() const { return *value_; }
    Value* operator->() const { return value_; }

private:
    Value* value_;
};

/// A forked process that runs `work` and exits, with 0 unless it throws, at the latest when the
/// test program ends. Work must not use Boost.Test: what it says would be said by a copy of the
/// test program.
template <class Work> pid_t start_process(const Work& work) {
    const pid_t child = ::fork();
    if (child == 0) {
        ::prctl(PR_SET_PDEATHSIG, SIGKILL);
        try {
            work();
            ::_exit(0);
        } catch (...) {
            ::_exit(1);
        }
    }
    BOOST_TEST_REQUIRE(child > 0);
    return child;
}

/// Runs `work(0)` to `work(count - 1)` at once, each in a process, and waits for them.
template <class Work> void run_processes(int count, const Work& work) {
    const SharedWithChildren<std::atomic<int>> waiting;
    std::vector<pid_t> children;
    for (int i = 0; i < count; ++i)
        children.push_back(start_process([&, i] {
            ++*waiting;
            while (waiting->load() < count)
                ::usleep(100);
            work(i);
        }));
    for (const auto child : children) {
        int status = 0;
        BOOST_TEST(::waitpid(child, &status, 0) == child);
        BOOST_TEST(status == 0);
    }
}

/// Kills the process without warning, as the kernel does when memory runs out.
inline void kill_process(pid_t child) {
    BOOST_TEST(::kill(child, SIGKILL) == 0);
    BOOST_TEST(::waitpid(child, nullptr, 0) == child);
}

} // namespace joingate
