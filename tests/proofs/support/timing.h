#pragma once

#include <cstddef>
#include <vector>

namespace joingate::proofs {

/// Durations of two classes of inputs, measured in random order, in nanoseconds.
struct Timings {
    std::vector<double> first;
    std::vector<double> second;
};

/// Of Welch's t-test, over all measurements and over those below some percentiles, since what
/// interrupts a measurement makes it long: the value that is furthest from 0, as in "Dude, is my
/// code constant time?" (Reparaz, Balasch, Verbauwhede). Below 4.5 no difference is seen.
double welch_t(const Timings& timings);

/// By how much the medians differ, in percent of the smaller one.
double medians_apart(const Timings& timings);

double median(std::vector<double> values);

} // namespace joingate::proofs
