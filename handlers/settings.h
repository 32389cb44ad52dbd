#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <vector>

namespace joingate {

/// Against guessing: this many misses of an account within the window, which begins with the first
/// of them, block every further try until the block has ended. A hit resets nothing.
struct MissLimits {
    std::int64_t misses = 5;
    std::int64_t window_millis = 600'000;
    std::int64_t block_millis = 600'000;
};

/// What GetUserLicense tells besides limits and usage.
struct License {
    std::string oui; ///< 6 hex digits; empty for none
    /// How much of a quota is free of charge, by its name; all of one that is not here.
    std::map<std::string, std::int64_t, std::less<>> free{{"GATEWAY", 3}};
};

/// As DescribeRegions lists it.
struct Region {
    std::string id;
    std::string local_name;
};

/// What an operator may set about the API itself. Read at start; immutable after that.
struct HandlerSettings {
    /// Look-ups of renters that do not exist (domain Q-7).
    MissLimits renter;
    /// PINs that do not fit their node or gateway.
    MissLimits pin;

    /// First half of the JoinEUIs that the server assigns (domain Q-11).
    std::uint32_t own_join_eui_prefix = 0xd896e0ee;

    License license;
    std::vector<Region> regions{{"cn-shanghai", "China (Shanghai)"}};
};

inline const HandlerSettings kDefaultHandlerSettings{};

} // namespace joingate
