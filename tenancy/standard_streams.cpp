#include "tenancy/standard_streams.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <string>
#include <system_error>

namespace joingate {

void open_standard_descriptors() {
    for (int number = STDIN_FILENO; number <= STDERR_FILENO; ++number) {
        if (::fcntl(number, F_GETFD) != -1) continue;
        // The lowest free number is the one that was found closed.
        const int direction = number == STDIN_FILENO ? O_WRONLY : O_RDONLY;
        if (::open("/dev/null", direction) != number)
            throw std::system_error{errno, std::generic_category(), "/dev/null"};
    }
}

Output::Buffer::int_type Output::Buffer::overflow(int_type byte) {
    sync();
    if (!traits_type::eq_int_type(byte, traits_type::eof())) sputc(traits_type::to_char_type(byte));
    return traits_type::not_eof(byte);
}

int Output::Buffer::sync() {
    const char* rest = pbase();
    const char* const end = pptr();
    // What could not be written is not tried again.
    forget();
    while (rest != end) {
        const auto written = ::write(descriptor_, rest, static_cast<std::size_t>(end - rest));
        if (written >= 0)
            rest += written;
        else if (errno != EINTR)
            throw OutputFailed{"cannot write the output: " +
                               std::generic_category().message(errno)};
    }
    return 0;
}

} // namespace joingate
