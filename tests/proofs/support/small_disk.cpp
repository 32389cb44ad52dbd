#include "tests/proofs/support/small_disk.h"

#include <Poco/File.h>

#include <fcntl.h>
#include <sched.h>
#include <sys/mount.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>
#include <utility>

namespace joingate::proofs {
namespace {

constexpr std::size_t kPage = 4096;

int checked(int result, const char* what) {
    if (result < 0) throw std::system_error{errno, std::generic_category(), what};
    return result;
}

} // namespace

SmallDisk::SmallDisk(std::string folder, std::size_t bytes)
    : folder_{std::move(folder)},
      outside_{checked(::open("/proc/thread-self/ns/mnt", O_RDONLY | O_CLOEXEC), "mounts")} {
    Poco::File{folder_}.createDirectories();
    const auto size = "size=" + std::to_string(bytes);
    checked(::unshare(CLONE_NEWNS), "a disk of its own needs root");
    checked(::mount("none", "/", nullptr, MS_REC | MS_PRIVATE, nullptr), "private mounts");
    checked(::mount("small", folder_.c_str(), "tmpfs", 0, size.c_str()), "small disk");
}

SmallDisk::~SmallDisk() {
    ::umount2(folder_.c_str(), MNT_DETACH);
    ::setns(outside_, CLONE_NEWNS);
    ::close(outside_);
}

double SmallDisk::free_percent() const {
    constexpr double kPercent = 100;
    struct statvfs disk {};
    checked(::statvfs(folder_.c_str(), &disk), "small disk");
    return kPercent * static_cast<double>(disk.f_bavail) / static_cast<double>(disk.f_blocks);
}

void SmallDisk::fill(double leave_percent) {
    const auto path = folder_ + "/filler";
    const int file =
        checked(::open(path.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, S_IRUSR), "filler");
    const std::string page(kPage, 'x');
    while (free_percent() > leave_percent &&
           ::write(file, page.data(), page.size()) == static_cast<ssize_t>(page.size())) {
    }
    ::close(file);
}

void SmallDisk::clear() {
    Poco::File{folder_ + "/filler"}.remove();
}

} // namespace joingate::proofs
