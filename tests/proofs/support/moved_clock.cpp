#include "tests/proofs/support/moved_clock.h"

#include "tests/support/places.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>

#include <cerrno>
#include <chrono>
#include <cstdlib>
#include <system_error>

namespace joingate::proofs {

MovedClock::MovedClock(const std::string& folder) {
    const auto path = folder + "/clock";
    const int file =
        ::open(path.c_str(), O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, S_IRUSR | S_IWUSR);
    if (file < 0 || ::ftruncate(file, sizeof *offsets_) != 0)
        throw std::system_error{errno, std::generic_category(), path};
    void* mapped = ::mmap(nullptr, sizeof *offsets_, PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
    ::close(file);
    if (mapped == MAP_FAILED) throw std::system_error{errno, std::generic_category(), path};
    offsets_ = static_cast<Offsets*>(mapped);
    ::setenv("JOINGATE_CLOCK", path.c_str(), 1); // NOLINT(concurrency-mt-unsafe): one thread yet
}

MovedClock::~MovedClock() {
    ::munmap(offsets_, sizeof *offsets_);
}

std::string MovedClock::library() {
    return places::in_build("tests/proofs/libjoingate_clock.so");
}

std::int64_t MovedClock::now() const {
    // Not time(): it tells the old second for up to 4 ms, in which the site tells the new one.
    const auto now = std::chrono::system_clock::now().time_since_epoch();
    return std::chrono::floor<std::chrono::seconds>(now).count() + offsets_->wall;
}

} // namespace joingate::proofs
