#pragma once

#include "tests/proofs/support/party.h"

#include <string>
#include <utility>
#include <vector>

namespace joingate::proofs {

/// nginx of a site: the master first, then its workers.
std::vector<pid_t> front_pids(const Site& site);

/// Replaces texts in the site's copy of the front's configuration, each of which must be there, and
/// returns when only processes with the new one are left.
void change_front(const Site& site,
                  const std::vector<std::pair<std::string, std::string>>& replacements);

/// Connections to the workers' socket, waiting ones included: each in work holds a thread.
std::size_t worker_connections(const Site& site);

} // namespace joingate::proofs
