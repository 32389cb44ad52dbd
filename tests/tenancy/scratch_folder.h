#pragma once

#include "tests/support/places.h"

#include <cstdlib>
#include <filesystem>
#include <string>
#include <system_error>

namespace joingate {

/// An empty folder of the test's own, removed with it.
class ScratchFolder {
public:
    ScratchFolder() : path_{places::in_build("scratch.XXXXXX")} {
        if (::mkdtemp(path_.data()) == nullptr)
            throw std::system_error{errno, std::generic_category(), path_};
    }
    ~ScratchFolder() {
        std::error_code ignored;
        std::filesystem::remove_all(path_, ignored);
    }
    ScratchFolder(const ScratchFolder&) = delete;
    ScratchFolder& operator=(const ScratchFolder&) = delete;

    const std::string& path() const { return path_; }
    std::string file(const std::string& name) const { return path_ + "/" + name; }

private:
    std::string path_;
};

} // namespace joingate
