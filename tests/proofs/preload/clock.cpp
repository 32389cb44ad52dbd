// Preloaded into the workers and nginx of a site: clocks that a proof moves while they run, by
// whole seconds, through the file that JOINGATE_CLOCK names. Nothing else of the machine notices.
#include <fcntl.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <unistd.h>

#include <atomic>
#include <cstdint>
#include <cstdlib>
#include <ctime>

namespace {

struct Offsets {
    std::atomic<std::int64_t> wall;
    std::atomic<std::int64_t> boot;
};

const Offsets* map_offsets() {
    const char* path = std::getenv("JOINGATE_CLOCK"); // NOLINT(concurrency-mt-unsafe): at start
    const int file = path == nullptr ? -1 : ::open(path, O_RDONLY | O_CLOEXEC);
    if (file < 0) return nullptr;
    void* mapped = ::mmap(nullptr, sizeof(Offsets), PROT_READ, MAP_SHARED, file, 0);
    ::close(file);
    return mapped == MAP_FAILED ? nullptr : static_cast<const Offsets*>(mapped);
}

std::int64_t offset(clockid_t clock) {
    static const Offsets* const moved = map_offsets();
    if (moved == nullptr) return 0;
    if (clock == CLOCK_REALTIME || clock == CLOCK_REALTIME_COARSE) return moved->wall;
    return clock == CLOCK_BOOTTIME ? moved->boot.load() : 0;
}

} // namespace

extern "C" {

int clock_gettime(clockid_t clock, timespec* time) noexcept {
    const auto result = ::syscall(SYS_clock_gettime, clock, time);
    if (result == 0) time->tv_sec += offset(clock);
    return static_cast<int>(result);
}

int gettimeofday(timeval* __restrict time, void* __restrict /*zone*/) noexcept {
    constexpr long kNanosPerMicro = 1000;
    timespec now{};
    const int result = clock_gettime(CLOCK_REALTIME, &now);
    time->tv_sec = now.tv_sec;
    time->tv_usec = now.tv_nsec / kNanosPerMicro;
    return result;
}

time_t time(time_t* seconds) noexcept {
    timespec now{};
    clock_gettime(CLOCK_REALTIME, &now);
    if (seconds != nullptr) *seconds = now.tv_sec;
    return now.tv_sec;
}
}
