#pragma once

#include "fcgi/gate.h"
#include "fcgi/reply.h"
#include "fcgi/request.h"
#include "fcgi/volume_watch.h"
#include "sql/database.h"

#include <chrono>
#include <string>

namespace joingate {

/// The life of a request, from what the front handed over to what it gets back. Thread-safe.
class Service {
public:
    struct Settings {
        /// From the moment nginx got the request; clients give up after 3 s (spec "robustness",
        /// section 5).
        std::chrono::milliseconds budget{2500};
        /// Work that arrives with less left is refused at once.
        std::chrono::milliseconds least{300};
        /// So is work that waited longer for a thread: under too much load those that are served
        /// are served in time, rather than all too late.
        std::chrono::milliseconds most_wait{500};
        HandlerSettings handlers;
    };

    Service(db::Database& database, const Directory& directory, const DeviceSecrets& devices,
            const Gate& gate, const VolumeWatch& volume, Settings settings);

    /// Every failure becomes a reply; only std::bad_alloc passes, since the worker must then end.
    Reply answer(const Request& request) const;
    /// Without a look at what the request wants.
    Reply refuse(const Request& request, const Error& error) const;

private:
    /// What is known of a request so far, for the reply of a refusal and its line in the log.
    struct Progress {
        ReplyStyle style;
        std::string_view action = "-";
        std::string account = "-";
    };

    Reply answered(const Request& request, Progress& progress) const;
    Reply failed(const Request& request, const Progress& progress, const Error& error) const;
    Data perform(const Action& action, const Request& request, const Caller& caller,
                 const Inputs& inputs, const Instance& instance,
                 const db::Deadline& deadline) const;
    const Instance* instance_of(const Action& action, const Caller& caller, const Inputs& inputs,
                                const db::Deadline& deadline) const;

    db::Database& database_;
    const Directory& directory_;
    const DeviceSecrets& devices_;
    const Gate& gate_;
    const VolumeWatch& volume_;
    Settings settings_;
};

} // namespace joingate
