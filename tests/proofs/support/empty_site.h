#pragma once

#include <string>
#include <vector>

namespace joingate::proofs {

/// A server after `joingatectl init`, with workers and nginx, and the master key of another.
class EmptySite {
public:
    /// `options` are those of `.ci/site start`. Throws std::runtime_error where it does not start.
    EmptySite(std::string folder, const std::string& master_key, std::vector<std::string> options);
    ~EmptySite();
    EmptySite(const EmptySite&) = delete;
    EmptySite& operator=(const EmptySite&) = delete;

    const std::string& folder() const { return folder_; }
    std::string host() const;

private:
    void site(const std::string& verb, std::vector<std::string> arguments = {}) const;

    const std::string folder_;
};

} // namespace joingate::proofs
