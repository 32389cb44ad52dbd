#pragma once

#include <filesystem>
#include <string>

namespace joingate::host {

/// Where the files of this host are. Tests put them below a folder of their own.
struct Place {
    std::filesystem::path root{"/"};

    /// `path` is absolute, as on a real machine.
    std::filesystem::path at(const std::filesystem::path& path) const {
        return root / path.relative_path();
    }

    /// Whether only root can change it.
    bool is_real() const { return root == "/"; }

    /// Whether systemd is process 1, as sd_booted(3) finds out.
    bool has_systemd() const { return std::filesystem::is_directory(at("/run/systemd/system")); }
};

} // namespace joingate::host
