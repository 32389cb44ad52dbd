#include "tests/proofs/support/timing.h"

#include <algorithm>
#include <cmath>

namespace joingate::proofs {
namespace {

struct Moments {
    double count = 0;
    double mean = 0;
    double variance = 0;
};

Moments moments_below(const std::vector<double>& values, double limit) {
    Moments all;
    double squares = 0;
    for (const auto value : values) {
        if (value > limit) continue;
        ++all.count;
        const auto step = value - all.mean;
        all.mean += step / all.count;
        squares += step * (value - all.mean);
    }
    all.variance = squares / (all.count - 1);
    return all;
}

} // namespace

double welch_t(const Timings& timings) {
    auto all = timings.first;
    all.insert(all.end(), timings.second.begin(), timings.second.end());
    std::sort(all.begin(), all.end());
    double furthest = 0;
    for (const double share : {0.5, 0.75, 0.9, 0.95, 1.0}) {
        const auto limit =
            all[static_cast<std::size_t>(share * static_cast<double>(all.size() - 1))];
        const auto a = moments_below(timings.first, limit);
        const auto b = moments_below(timings.second, limit);
        const auto error = std::sqrt(a.variance / a.count + b.variance / b.count);
        if (error == 0) continue;
        const auto t = (a.mean - b.mean) / error;
        if (std::abs(t) > std::abs(furthest)) furthest = t;
    }
    return furthest;
}

double median(std::vector<double> values) {
    const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
    std::nth_element(values.begin(), middle, values.end());
    return *middle;
}

double medians_apart(const Timings& timings) {
    constexpr double kPercent = 100;
    const auto a = median(timings.first);
    const auto b = median(timings.second);
    return kPercent * std::abs(a - b) / std::min(a, b);
}

} // namespace joingate::proofs
