#pragma once

#include "fcgi/answer.h"
#include "fcgi/gate.h"
#include "fcgi/service.h"
#include "fcgi/volume_watch.h"
#include "fcgi/worker_settings.h"
#include "sql/database.h"
#include "tenancy/access_key.h"
#include "tenancy/device_secrets.h"
#include "tenancy/directory.h"
#include "tenancy/nonce.h"
#include "tenancy/rate.h"
#include "tenancy/settings.h"
#include "tenancy/shared_memory.h"

namespace joingate {

/// Everything that answers a request, built in the order in which it depends on each other. The
/// database need not be there yet. The constructor throws std::runtime_error where the master key
/// or the shared memory cannot be used. Thread-safe.
class Worker {
public:
    Worker(const Settings& settings, const WorkerSettings& worker);

    Reply answer(const Request& request) const { return service_.answer(request); }
    /// For a process that answers one request and ends: it first looks whether the database is fit,
    /// and answers 503 if it is not.
    Reply answer_once(const Request& request);
    db::Database& database() { return database_; }
    /// Sleeps while a request that is signed now would be refused, since the memory file was made
    /// in this very second: 1.1 s at most. To be called before the first request is taken.
    void wait_for_good_stamps() const;
    /// To be asked every second: what no request looks after. False once the shared memory was
    /// removed: another worker must take this one's place.
    bool keep_watch() {
        volume_.look();
        return memory_.is_in_place();
    }

private:
    db::Database database_;
    SharedMemory memory_;
    SecretBox secrets_;
    DeviceSecrets devices_;
    Directory directory_;
    SharedNonceStore nonces_;
    SharedRateLimiter rates_;
    Gate gate_;
    VolumeWatch volume_;
    Service service_;
};

} // namespace joingate
