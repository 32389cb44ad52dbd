#include "tenancy/volume.h"

#include <sys/statvfs.h>

namespace joingate {

std::optional<double> free_percent(const std::string& folder) {
    constexpr double kPercent = 100;
    struct statvfs volume {};
    if (::statvfs(folder.c_str(), &volume) != 0 || volume.f_blocks == 0) return std::nullopt;
    // The server is not root: what is reserved for root is of no use to it.
    const auto usable = static_cast<double>(volume.f_blocks - volume.f_bfree + volume.f_bavail);
    return kPercent * static_cast<double>(volume.f_bavail) / usable;
}

} // namespace joingate
