#pragma once

#include "tests/support/failpoints.h"
#include "tests/support/two_tenants.h"

#include <functional>
#include <string>
#include <vector>

namespace joingate::proofs {

using test::DriverCall;
using test::Failpoints;
using test::Fault;

/// A request that is about to be made.
struct Staged {
    /// What comes first in the same thread, without faults.
    std::function<void()> before;
    /// The wire code, "" for a success. std::bad_alloc passes.
    std::function<std::string()> call;
    /// A party that has nothing to do with it, for the next request.
    test::Tenant* next = nullptr;
};

/// A way to ask for something that ends in the same calls of the driver each time.
struct Scenario {
    std::string name;
    std::function<Staged(test::TwoTenants&)> stage;
    /// Faults that belong to it, of the calls that it makes without; null for none. The calls
    /// before the last of them are those of another scenario.
    std::function<std::vector<Fault>(const std::vector<DriverCall>&)> faults = nullptr;
};

/// The good call of every action, the same by a stranger where it is about a resource, and what
/// else reaches statements of requests.
std::vector<Scenario> all_scenarios();

/// What the accounts have, without what differs from one time to the next: ids, times, nonces.
std::string state_of_world();

/// Orders, leases, quotas and registries that contradict each other; "" for none.
std::string contradictions();

} // namespace joingate::proofs
