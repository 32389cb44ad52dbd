#pragma once

namespace joingate {

/// Opens /dev/null on each of the descriptors 0 to 2 that is closed: else a socket or a file gets
/// its number, and what is meant for the log is written there. Reading such a 0 fails, and so does
/// writing such a 1 or 2, as if it were closed. First thing of main(). False: it cannot be done.
bool fill_standard_descriptors();

} // namespace joingate
