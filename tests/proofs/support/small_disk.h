#pragma once

#include <cstddef>
#include <string>

namespace joingate::proofs {

/// A small file system in memory, mounted for this thread and for the programs and threads that it
/// starts meanwhile, and for nobody else: however they end, nothing is left once they have. Throws
/// where the user may not mount (root may).
class SmallDisk {
public:
    SmallDisk(std::string folder, std::size_t bytes);
    ~SmallDisk();
    SmallDisk(const SmallDisk&) = delete;
    SmallDisk& operator=(const SmallDisk&) = delete;

    const std::string& folder() const { return folder_; }

    /// Writes a file until only this share of the disk, in percent, is free; 0: to the last byte.
    void fill(double leave_percent = 0);
    void clear();

private:
    double free_percent() const;

    std::string folder_;
    int outside_;
};

} // namespace joingate::proofs
