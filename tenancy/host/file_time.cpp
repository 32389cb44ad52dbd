#include "tenancy/host/file_time.h"

#include <sys/stat.h>

#include <cerrno>
#include <ctime>
#include <stdexcept>
#include <system_error>

namespace joingate::host {

bool was_changed_after(const std::filesystem::path& path, long time) {
    struct stat status {};
    if (::stat(path.c_str(), &status) != 0)
        throw std::runtime_error{path.string() + ": " + std::generic_category().message(errno)};
    return time < status.st_mtime && status.st_mtime <= std::time(nullptr);
}

} // namespace joingate::host
