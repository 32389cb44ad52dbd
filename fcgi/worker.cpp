#include "fcgi/worker.h"

#include "sql/failure.h"

#include <chrono>
#include <thread>

namespace joingate {

Worker::Worker(const Settings& settings, const WorkerSettings& worker)
    : database_{settings.database},
      memory_{settings.memory_path, settings.memory_layout},
      secrets_{SecretBox::from_file(settings.master_key_file)},
      devices_{secrets_},
      directory_{database_, memory_, secrets_, settings.defaults},
      nonces_{memory_},
      rates_{memory_},
      gate_{directory_,
            nonces_,
            rates_,
            {std::chrono::seconds{settings.memory_layout.window_seconds}, settings.region}},
      volume_{database_, worker.volume},
      service_{database_, directory_, devices_, gate_, volume_, worker.service} {}

void Worker::wait_for_good_stamps() const {
    using Clock = std::chrono::steady_clock;
    // Only a second's rest is waited for. If the clock was set back, callers are told so.
    constexpr std::chrono::milliseconds kMost{1100};
    constexpr std::chrono::milliseconds kPause{5};
    const auto is_refused = [this](SharedMemory::Moment now) {
        return now.second() <= memory_.created(now);
    };
    for (const auto end = Clock::now() + kMost;
         is_refused(SharedMemory::Moment::now()) && Clock::now() < end;)
        std::this_thread::sleep_for(kPause);
}

Reply Worker::answer_once(const Request& request) {
    constexpr std::chrono::milliseconds kBudget{1000};
    try {
        database_.check(db::Deadline::after(kBudget));
    } catch (const db::Failure& e) {
        return service_.refuse(request, Error{Code::ServiceUnavailable, e.what()});
    }
    return answer(request);
}

} // namespace joingate
