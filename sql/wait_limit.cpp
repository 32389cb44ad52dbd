#include "sql/wait_limit.h"

#include <poll.h>

#include <algorithm>
#include <ctime>

namespace joingate::db {
namespace {

thread_local const Deadline* current = nullptr;

int limited(int milliseconds) {
    if (current == nullptr) return milliseconds;
    // What is left is rounded down; woken before the deadline, the caller would try once more.
    const auto left = current->left() + Deadline::Millis{1};
    const auto most = static_cast<int>(std::max(left, WaitLimit::kMoment).count());
    return milliseconds < 0 ? most : std::min(milliseconds, most);
}

} // namespace

WaitLimit::WaitLimit(const Deadline& deadline) : outer_{current} {
    current = &deadline;
}

WaitLimit::~WaitLimit() {
    current = outer_;
}

} // namespace joingate::db

// The client library waits with this function alone, and finds ours first: it is linked dynamically
// and the program exports its symbols.
extern "C" int poll(pollfd* entries, nfds_t count, int milliseconds) {
    constexpr int kPerSecond = 1000;
    constexpr long kNanosPerMilli = 1'000'000;
    const int most = joingate::db::limited(milliseconds);
    const timespec time{most / kPerSecond, most % kPerSecond * kNanosPerMilli};
    return ::ppoll(entries, count, most < 0 ? nullptr : &time, nullptr);
}
