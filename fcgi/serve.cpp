#include "fcgi/serve.h"

#include "fcgi/accept_loop.h"
#include "fcgi/readiness.h"
#include "fcgi/self_test.h"
#include "fcgi/supervisor.h"
#include "fcgi/systemd.h"

#include <Poco/Logger.h>

#include <sysexits.h>

#include <chrono>

namespace joingate {
namespace {

/// What is wrong is seldom right again sooner, and whoever looks at the status has time to read it.
constexpr std::chrono::seconds kUntilTheNextTry{10};

End supervise_requests(AcceptLoop& loop, Worker& worker, const std::function<void()>& reload) {
    const Readiness readiness{worker.database(), [&] {
                                  worker.wait_for_good_stamps();
                                  loop.start();
                              }};
    const auto end = supervise(loop, readiness, reload, [&] { return worker.keep_watch(); });
    loop.stop();
    if (end == End::Told) tell_stopping();
    return end;
}

} // namespace

int serve(int listener, Worker& worker, const WorkerSettings& settings, const Answer& answer,
          const std::function<void()>& reload) {
    if (!record_guard_is_effective())
        return give_up("libfcgi reads past the record guard", EX_SOFTWARE);
    stop_without_memory();
    AcceptLoop loop{{listener, settings.threads, settings.front_users}, answer};
    const auto end = supervise_requests(loop, worker, reload);
    loop.join();
    switch (end) {
    case End::NotInPlace:
        Poco::Logger::root().error("the shared memory was removed; the next worker makes it anew");
        return EX_TEMPFAIL;
    case End::Unfit: return is_told_to_stop_within(kUntilTheNextTry) ? EX_OK : EX_CONFIG;
    case End::Told: break;
    }
    Poco::Logger::root().information("stopped");
    return out_of_memory() ? EX_OSERR : EX_OK;
}

int give_up(const std::string& why, int exit_status) {
    Poco::Logger::root().fatal(why);
    tell_status("Cannot start: " + why);
    return runs_under_systemd() && is_told_to_stop_within(kUntilTheNextTry) ? EX_OK : exit_status;
}

} // namespace joingate
