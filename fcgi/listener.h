#pragma once

#include <optional>

namespace joingate {

bool is_listening(int fd);

/// The listening socket that this process was started with: the one of systemd (LISTEN_FDS), else
/// descriptor 0 if that is one, as spawn-fcgi gives it. None: whoever started it wants CGI. Throws
/// std::runtime_error if systemd gave more than one, or something else. Takes systemd's variables
/// out of the environment: call it once, before other threads start.
std::optional<int> given_listener();

} // namespace joingate
