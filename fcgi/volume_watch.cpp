#include "fcgi/volume_watch.h"

#include <Poco/Logger.h>
#include <Poco/NumberFormatter.h>

#include <utility>

namespace joingate {

VolumeWatch::VolumeWatch(const db::Database& database, VolumeLimits limits)
    : database_{database}, limits_{std::move(limits)} {}

VolumeWatch::State VolumeWatch::state(const std::string& folder) {
    const auto free = free_percent(folder);
    if (!free) return State::Hidden;
    free_ = Poco::NumberFormatter::format(*free, 1) + " %";
    if (*free < limits_.refuse_percent) return State::NearlyFull;
    return *free < limits_.alarm_percent ? State::Alarm : State::Roomy;
}

void VolumeWatch::look() {
    const auto folder = limits_.folder.empty() ? database_.data_folder() : limits_.folder;
    if (folder.empty()) return;
    const auto now = state(folder);
    if (now == state_) return;
    auto& log = Poco::Logger::root();
    switch (now) {
    case State::NotSeen: break;
    case State::Hidden: log.warning("the database volume cannot be seen: " + folder); break;
    case State::Roomy: log.notice("the database volume has room: " + free_ + " free"); break;
    case State::Alarm: log.error("the database volume fills up: " + free_ + " free"); break;
    case State::NearlyFull:
        log.critical("the database volume is nearly full, creations are refused: " + free_ +
                     " free");
        break;
    }
    state_ = now;
    // What cannot be seen any more is as it was.
    if (now != State::Hidden) nearly_full_ = now == State::NearlyFull;
}

} // namespace joingate
