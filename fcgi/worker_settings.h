#pragma once

#include "fcgi/service.h"
#include "fcgi/volume_watch.h"

#include <sys/types.h>

#include <string>
#include <vector>

namespace Poco::Util {
class AbstractConfiguration;
} // namespace Poco::Util

namespace joingate {

/// What joingated.properties says to a worker alone. Keys and defaults:
///   worker.threads (8): request threads, 1..256;
///   worker.logLevel (information);
///   fcgi.frontUser (none): names or numbers of the users that may connect besides root and the
///   worker's own, separated by commas;
///   request.budgetMillis (2500): 500..10000; request.mostWaitMillis (500): 1..10000;
///   volume.folder (where the server says), volume.alarmPercent (20), volume.refusePercent (5):
///   free space of the database's volume, 0..100;
///   renter.misses (5), renter.windowSeconds (600), renter.blockSeconds (600): look-ups of renters
///   that do not exist, 1..1000 and 1..86400;
///   pin.misses, pin.windowSeconds, pin.blockSeconds: the same for PINs that do not fit;
///   permission.joinEuiPrefix (d896e0ee): 8 hex digits, the first half of JoinEUIs that the server
///   assigns;
///   license.oui (none): 6 hex digits; license.free.NAME (3 for GATEWAY, else all of it): how much
///   of a quota is free of charge;
///   api.regions (cn-shanghai China (Shanghai)): ids and names, separated by commas.
struct WorkerSettings {
    unsigned threads = 8;
    std::string log_level = "information";
    std::vector<uid_t> front_users;
    Service::Settings service;
    VolumeLimits volume;
};

/// Throws std::runtime_error that names the key.
WorkerSettings read_worker_settings(const Poco::Util::AbstractConfiguration& config);

} // namespace joingate
