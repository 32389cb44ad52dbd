#include "tests/e2e/permission.h"

#include <atomic>
#include <chrono>

namespace joingate::e2e {

std::string fresh_name() {
    static const auto start =
        std::chrono::system_clock::now().time_since_epoch() / std::chrono::milliseconds{1};
    static std::atomic<unsigned> serial{0};
    // With an end: a search for the first would else find the tenth as well.
    return "e2e_" + std::to_string(start) + "_" + std::to_string(++serial) + "x";
}

Client::Pairs creation(const std::string& name) {
    return {{"JoinPermissionName", name},
            {"FreqBandPlanGroupId", "101"},
            {"ClassMode", "A"},
            {"UseDefaultJoinEui", "true"}};
}

} // namespace joingate::e2e
