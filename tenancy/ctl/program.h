#pragma once

#include "tenancy/host/place.h"

#include <iosfwd>
#include <string>
#include <vector>

namespace joingate::ctl {

struct Streams {
    std::istream& in;
    std::ostream& out;
    std::ostream& err;
    /// Whether somebody watches `err`, for whom progress is shown there.
    bool err_is_terminal = false;
    /// Whether somebody can be asked through `in`.
    bool in_is_terminal = false;
};

/// What the program did, as its exit status.
inline constexpr int kDone = 0;
inline constexpr int kFailed = 1;
inline constexpr int kWrongUse = 2;
/// Nothing differs, but not everything could be looked at; of `check` alone.
inline constexpr int kUnseen = 3;

/// joingatectl, without its name in the arguments. `place` is where it looks for what `setup` and
/// `doctor` look at. Never throws.
int run(const std::vector<std::string>& arguments, Streams streams, const host::Place& place = {});

} // namespace joingate::ctl
