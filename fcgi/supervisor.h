#pragma once

#include "fcgi/accept_loop.h"
#include "fcgi/readiness.h"

#include <functional>

namespace joingate {

/// Blocks every signal in this thread and in all that it starts: a signal that hits a request
/// thread cuts bodies short. First thing of main().
void block_signals();

/// From now on a process that finds no memory is told to stop, as by SIGTERM, so that it finishes
/// its other requests; see out_of_memory().
void stop_without_memory();
bool out_of_memory();

/// Takes the signals and feeds systemd's watchdog, while no request takes longer than 8 s, until
/// SIGTERM or SIGINT comes. SIGHUP calls `reload`. True then; false where `keep_watch`, asked every
/// second, said no.
bool supervise(const AcceptLoop& loop, const Readiness& readiness,
               const std::function<void()>& reload, const std::function<bool()>& keep_watch);

} // namespace joingate
