#pragma once

#include "sql/deadline.h"

namespace joingate::db {

/// While it lives, no wait of the calling thread for a socket goes on after the deadline, whatever
/// time-out the one who waits has set; after it a moment is left, so that a server that works can
/// still roll back. The client library counts its time-outs in whole seconds and takes them only
/// when it connects: too coarse for what is left of a request. Nests; stays in its thread.
class WaitLimit {
public:
    static constexpr Deadline::Millis kMoment{40};

    explicit WaitLimit(const Deadline& deadline);
    ~WaitLimit();
    WaitLimit(const WaitLimit&) = delete;
    WaitLimit& operator=(const WaitLimit&) = delete;

private:
    const Deadline* outer_;
};

} // namespace joingate::db
