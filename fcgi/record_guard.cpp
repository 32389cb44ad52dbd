#include "fcgi/record_guard.h"

#include <fcgios.h>

#include <poll.h>
#include <sys/socket.h>

#include <algorithm>
#include <cerrno>
#include <climits>

namespace joingate {
namespace {

thread_local RecordGuard* current_guard = nullptr;

} // namespace

RecordGuard::RecordGuard(int fd, std::chrono::milliseconds patience)
    : fd_{fd}, patience_{patience}, read_until_{Clock::now() + patience} {
    current_guard = this;
}

RecordGuard::~RecordGuard() {
    current_guard = nullptr;
}

RecordGuard* RecordGuard::of(int fd) {
    return current_guard != nullptr && current_guard->fd_ == fd ? current_guard : nullptr;
}

bool RecordGuard::wait(short events, Clock::time_point until) const {
    pollfd entry{fd_, events, 0};
    for (;;) {
        const auto left = std::chrono::ceil<std::chrono::milliseconds>(until - Clock::now());
        if (left.count() <= 0) {
            errno = ETIMEDOUT;
            return false;
        }
        const int ready = ::poll(&entry, 1, static_cast<int>(left.count()));
        if (ready > 0) return true;
        if (ready < 0 && errno != EINTR) return false;
    }
}

int RecordGuard::read(char* buffer, std::size_t size) {
    for (;;) {
        if (stream_.refused() || stream_.complete()) {
            errno = EPROTO;
            return -1;
        }
        const auto got = ::recv(fd_, buffer, std::min<std::size_t>(size, INT_MAX), MSG_DONTWAIT);
        if (got > 0) {
            // A bad chunk is not handed over at all: the loop's beginning refuses it.
            if (stream_.feed({buffer, static_cast<std::size_t>(got)})) return static_cast<int>(got);
            continue;
        }
        if (got == 0) return 0;
        if (errno == EINTR) continue;
        if (errno != EAGAIN || !wait(POLLIN, read_until_)) return -1;
    }
}

int RecordGuard::write(const char* bytes, std::size_t size) {
    if (written_ == 0) write_until_ = Clock::now() + patience_;
    std::size_t sent = 0;
    while (sent < size) {
        const auto count = ::send(fd_, bytes + sent, size - sent, MSG_DONTWAIT | MSG_NOSIGNAL);
        if (count >= 0) {
            sent += static_cast<std::size_t>(count);
            written_ += static_cast<std::size_t>(count);
            continue;
        }
        if (errno == EINTR) continue;
        if (errno != EAGAIN || !wait(POLLOUT, write_until_)) return -1;
    }
    return static_cast<int>(size);
}

} // namespace joingate

// The library calls these two for all its input and output, and finds ours first: it is linked
// dynamically and the program exports its symbols.
extern "C" {

int OS_Read(int fd, char* buf, size_t len) {
    if (auto* guard = joingate::RecordGuard::of(fd)) return guard->read(buf, len);
    errno = EPROTO;
    return -1;
}

int OS_Write(int fd, char* buf, size_t len) {
    if (auto* guard = joingate::RecordGuard::of(fd)) return guard->write(buf, len);
    errno = EPROTO;
    return -1;
}
}
