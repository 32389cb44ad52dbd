#pragma once

#include <unistd.h>

#include <utility>

namespace joingate {

/// Owns a file descriptor and closes it exactly once: the number of a closed one may be in use
/// again.
class Descriptor {
public:
    explicit Descriptor(int fd = -1) : fd_{fd} {}
    ~Descriptor() {
        if (fd_ >= 0) ::close(fd_);
    }
    Descriptor(const Descriptor&) = delete;
    Descriptor& operator=(const Descriptor&) = delete;

    int get() const { return fd_; }
    /// To somebody else who will close it.
    int release() { return std::exchange(fd_, -1); }

private:
    int fd_;
};

} // namespace joingate
