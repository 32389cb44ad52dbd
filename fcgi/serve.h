#pragma once

#include "fcgi/answer.h"
#include "fcgi/worker.h"

#include <functional>
#include <string>

namespace joingate {

/// The life of a worker that answers by FastCGI, until there is a reason to end it. Returns the
/// exit status of the process. SIGHUP calls `reload`.
int serve(int listener, Worker& worker, const WorkerSettings& settings, const Answer& answer,
          const std::function<void()>& reload);

/// Says why a worker cannot serve: one line in the log, and systemd's status. Under systemd it then
/// waits for 10 s, so that the next try and its line come no sooner. Returns `exit_status`, or 0 if
/// it was told to stop meanwhile.
int give_up(const std::string& why, int exit_status);

} // namespace joingate
