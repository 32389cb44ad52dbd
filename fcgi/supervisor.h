#pragma once

#include "fcgi/accept_loop.h"
#include "fcgi/readiness.h"

#include <chrono>
#include <functional>

namespace joingate {

/// Blocks signals in this thread and in all that it starts: one that hits a request thread cuts
/// bodies short. Those that tell of a broken program stay: the watchdog's SIGABRT must end a
/// process that hangs. First thing of main().
void block_signals();

/// From now on a process that finds no memory is told to stop, as by SIGTERM, so that it finishes
/// its other requests; see out_of_memory().
void stop_without_memory();
bool out_of_memory();

enum class End {
    Told,       ///< by SIGTERM, SIGINT or SIGQUIT
    NotInPlace, ///< `keep_watch` said no
    Unfit,      ///< the server is, see Readiness
};

/// Takes the signals, and feeds systemd's watchdog while no request takes longer than 8 s, until
/// there is a reason to end. SIGHUP calls `reload`; `keep_watch` is asked every second.
End supervise(const AcceptLoop& loop, const Readiness& readiness,
              const std::function<void()>& reload, const std::function<bool()>& keep_watch);

/// Waits for SIGTERM, SIGINT or SIGQUIT, `time` at most, and feeds systemd's watchdog. True: one of
/// them came.
bool is_told_to_stop_within(std::chrono::seconds time);

} // namespace joingate
