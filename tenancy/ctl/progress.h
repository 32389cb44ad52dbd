#pragma once

#include <chrono>
#include <cstddef>
#include <iosfwd>

namespace joingate::ctl {

/// A bar on a terminal, drawn at most ten times a second and gone with the object.
class Progress {
public:
    /// Draws nothing unless `is_terminal`.
    Progress(std::ostream& out, bool is_terminal) : out_{out}, is_terminal_{is_terminal} {}
    ~Progress();
    Progress(const Progress&) = delete;
    Progress& operator=(const Progress&) = delete;

    void show(std::size_t done, std::size_t all);

private:
    std::ostream& out_;
    bool is_terminal_;
    bool is_drawn_ = false;
    std::chrono::steady_clock::time_point drawn_;
};

} // namespace joingate::ctl
