#pragma once

#include <array>
#include <cstdint>
#include <string_view>

namespace joingate::freq_band {

/// A frequency band plan group: reference data that no call can change (spec "domain", section 7).
struct Plan {
    std::int64_t id;
    std::string_view region;
    std::string_view frequency_type;
    std::int64_t begin_mhz;
    std::int64_t end_mhz;
};

/// By id.
inline constexpr std::array kPlans{
    Plan{101, "CN", "SAME_FREQUENCY", 470, 510}, // CN470
    Plan{102, "CN", "DIFF_FREQUENCY", 470, 510}, // CN470
    Plan{201, "CN", "SAME_FREQUENCY", 923, 925}, // AS923
};

/// Null for an id that no plan has.
constexpr const Plan* find_plan(std::int64_t id) {
    for (const Plan& plan : kPlans)
        if (plan.id == id) return &plan;
    return nullptr;
}

} // namespace joingate::freq_band
