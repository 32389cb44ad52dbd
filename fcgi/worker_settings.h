#pragma once

#include "fcgi/service.h"
#include "fcgi/volume_watch.h"

#include <sys/types.h>

#include <string>
#include <vector>

namespace joingate {

class Configuration;

/// What joingated.properties says to a worker alone (setting.h).
struct WorkerSettings {
    unsigned threads = 8;
    std::string log_level = "information";
    std::vector<uid_t> front_users;
    Service::Settings service;
    VolumeLimits volume;
};

/// Throws BadConfiguration.
WorkerSettings read_worker_settings(const Configuration& config);

} // namespace joingate
