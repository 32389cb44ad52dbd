#include "fcgi/systemd.h"

#include "fcgi/text.h"

#include <systemd/sd-daemon.h>

#include <cstdlib>
#include <string>

namespace joingate {

bool runs_under_systemd() {
    return std::getenv("NOTIFY_SOCKET") != nullptr; // NOLINT(concurrency-mt-unsafe): read only
}

void tell_status(std::string_view status) {
    std::string text = "STATUS=";
    append_line_text(text, status);
    ::sd_notify(0, text.c_str());
}

void tell_ready() {
    ::sd_notify(0, "READY=1");
}

void tell_stopping() {
    ::sd_notify(0, "STOPPING=1\nSTATUS=Finishing the requests that run.");
}

void feed_watchdog() {
    ::sd_notify(0, "WATCHDOG=1");
}

} // namespace joingate
