#pragma once

#include "fcgi/gate.h"
#include "fcgi/reply.h"
#include "fcgi/request.h"
#include "sql/database.h"

#include <chrono>

namespace joingate {

/// The life of a request, from what the front handed over to what it gets back. Never throws.
/// Thread-safe.
class Service {
public:
    struct Settings {
        /// From the moment nginx got the request; clients give up after 3 s (spec "robustness",
        /// section 5).
        std::chrono::milliseconds budget{2500};
        /// Work that arrives with less left is refused at once.
        std::chrono::milliseconds least{300};
    };

    Service(db::Database& database, const Directory& directory, const Gate& gate,
            Settings settings);

    Reply answer(const Request& request) const;

private:
    Reply answered(const Request& request, ReplyStyle& style) const;
    Data perform(const Action& action, const Caller& caller, const Inputs& inputs,
                 const Instance* named, const Request& request, const db::Deadline& deadline) const;

    db::Database& database_;
    const Directory& directory_;
    const Gate& gate_;
    Settings settings_;
};

} // namespace joingate
