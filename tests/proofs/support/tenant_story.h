#pragma once

#include "tests/proofs/support/party.h"
#include "tests/proofs/support/run.h"

#include <atomic>
#include <string>
#include <vector>

namespace joingate::proofs {

/// A tenant of a site with something of everything, also lent to and rented from another.
class TenantStory {
public:
    /// Throws std::runtime_error where a call fails.
    TenantStory(const Site& site, Run& run, std::string account);

    /// What its keys see at that host, without what was shared with others.
    std::string seen(const std::string& host) const;
    bool is_owners_again(const std::string& host) const;

    /// The renter adds a device of the owner, which must be free, or gives it back.
    void take_device(bool take) const;
    /// What the renter does until it is told to end. Throws where a call fails.
    void renter_works(const std::atomic<bool>& end) const;

private:
    void have_node(const std::string& device, bool have) const;
    void bind(const std::string& id, const std::string& group) const;

    const std::string account_;
    const Party owner_;
    const Party reader_;
    const Party renter_;
    const std::string renter_name_;
    std::vector<std::string> lent_;
    std::string free_device_; ///< registered, and nobody's
    std::string others_group_;
};

} // namespace joingate::proofs
