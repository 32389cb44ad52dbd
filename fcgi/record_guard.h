#pragma once

#include "fcgi/record_stream.h"

#include <chrono>
#include <cstddef>

namespace joingate {

/// Stands between libfcgi and one connection: while it lives, the library's reads and writes of
/// `fd` in this thread pass through it (our OS_Read and OS_Write replace the library's). Reads let
/// nothing pass but one well-formed request; the first wrong byte poisons the connection (EPROTO).
/// The whole request must arrive, and the whole reply must leave, within `patience` each. One per
/// thread at a time; never shared.
class RecordGuard {
public:
    RecordGuard(int fd, std::chrono::milliseconds patience);
    ~RecordGuard();
    RecordGuard(const RecordGuard&) = delete;
    RecordGuard& operator=(const RecordGuard&) = delete;

    /// The request was received to its last record.
    bool complete() const { return stream_.complete() && !stream_.refused(); }
    /// Bytes that the library wrote through here.
    std::size_t written() const { return written_; }

    /// As OS_Read and OS_Write of fcgios.h: bytes, 0 at the end, -1 with errno.
    int read(char* buffer, std::size_t size);
    int write(const char* bytes, std::size_t size);

    /// The one of this thread for this descriptor; null where there is none.
    static RecordGuard* of(int fd);

private:
    using Clock = std::chrono::steady_clock;
    /// False with errno ETIMEDOUT when the time is over.
    bool wait(short events, Clock::time_point until) const;

    int fd_;
    std::chrono::milliseconds patience_;
    RecordStream stream_;
    Clock::time_point read_until_;
    Clock::time_point write_until_{};
    std::size_t written_ = 0;
};

} // namespace joingate
