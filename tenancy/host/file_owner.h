#pragma once

#include <sys/types.h>

#include <string>

namespace joingate::host {

/// Whose a file is, and what they may do with it.
struct FileOwner {
    uid_t uid = 0;
    std::string user; ///< the number where there is no name
    std::string group;
    mode_t mode = 0; ///< the permissions alone

    /// "root:joingate 0640".
    std::string in_words() const;
};

/// Throws std::runtime_error.
FileOwner owner_of(const std::string& path);

} // namespace joingate::host
