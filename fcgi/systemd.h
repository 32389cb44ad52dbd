#pragma once

#include <string_view>

namespace joingate {

/// What systemd is told about this worker (sd_notify(3)). Without systemd nothing happens.
/// Thread-safe.
bool runs_under_systemd();
/// `systemctl status` shows it as it is: one line.
void tell_status(std::string_view status);
void tell_ready();
void tell_stopping();
void feed_watchdog();

} // namespace joingate
