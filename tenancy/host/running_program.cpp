#include "tenancy/host/running_program.h"

#include "tenancy/host/program.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <filesystem>
#include <stdexcept>
#include <system_error>

namespace joingate::host {
namespace {

namespace fs = std::filesystem;

/// Holds a file, whatever becomes of its name and of the process that runs it.
class Held {
public:
    explicit Held(const fs::path& path) : descriptor_{::open(path.c_str(), O_PATH | O_CLOEXEC)} {
        if (descriptor_ < 0 || ::fstat(descriptor_, &status_) != 0)
            throw std::runtime_error{path.string() + ": " + std::generic_category().message(errno)};
    }
    ~Held() { ::close(descriptor_); }
    Held(const Held&) = delete;
    Held& operator=(const Held&) = delete;

    /// Under the number of this process, so that it holds for the interpreter of a script too.
    std::string path() const {
        return "/proc/" + std::to_string(::getpid()) + "/fd/" + std::to_string(descriptor_);
    }
    const struct stat& status() const { return status_; }

private:
    int descriptor_;
    struct stat status_ {};
};

bool is_of_others(const struct stat& status) {
    return (status.st_uid != 0 && status.st_uid != ::geteuid()) ||
           (status.st_mode & (S_IWGRP | S_IWOTH)) != 0U;
}

bool is_same_file(const struct stat& status, const std::string& path) {
    struct stat other {};
    return ::stat(path.c_str(), &other) == 0 && other.st_dev == status.st_dev &&
           other.st_ino == status.st_ino;
}

} // namespace

RunningProgram running_program(const Place& place, long pid, const std::string& installed) {
    const auto link = place.at("/proc/" + std::to_string(pid) + "/exe");
    const Held held{link};
    const auto file = fs::read_symlink(link).string();
    if (is_of_others(held.status()))
        throw std::runtime_error{file + " may be written by others than root"};
    return {file, version_of(held.path()), is_same_file(held.status(), installed)};
}

std::string version_of(const std::string& program) {
    auto version = run_well({program, "--version"});
    version.erase(version.find_last_not_of('\n') + 1);
    return version;
}

} // namespace joingate::host
