#pragma once

#include "tests/proofs/support/lives.h"

#include <functional>
#include <string>
#include <vector>

#include <sys/types.h>

namespace joingate::proofs {

constexpr unsigned kWorkers = 2;
constexpr unsigned kThreads = 4;
/// Twice as many as the workers have threads.
constexpr unsigned kCallers = 2 * kWorkers * kThreads;

/// The options of a site with the run's worker and with rates, quotas and patience that do not get
/// in the way of a load, however busy the machine is.
std::vector<std::string> busy_site(const Run& run);

/// A caller may wait this long: the budget of a request, and what it takes to come and go.
constexpr std::chrono::milliseconds kLongestAnswer{2600};

/// Looks again and again; false where it does not come true in time.
bool comes_true(Clock::duration within, const std::function<bool()>& condition);

/// The processes that this one has started, oldest first.
std::vector<pid_t> children(pid_t pid);

/// The site's joingated processes, oldest first: cheaper than Site::pids().
std::vector<pid_t> workers(const Site& site);

/// How long until this worker is gone and as many are there as before; 10 s where they do not come.
Clock::duration replacement(const Site& site, pid_t worker);

/// As soon as a server takes connections at this Unix socket; throws after 60 s.
Clock::time_point await_listener(const std::string& path);

/// How long after `moment` the next write was acknowledged; more than `most` where none was.
Clock::duration next_ack(const Lives& load, Clock::time_point moment, Clock::duration most);

} // namespace joingate::proofs
