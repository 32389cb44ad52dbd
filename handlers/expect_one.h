#pragma once

#include "sql/failure.h"

#include <cstdint>
#include <string>

namespace joingate {

/// For a row that an earlier statement of the same transaction made sure of. Any other number of
/// rows means that the data contradict themselves: a Fault, so that nothing of the transaction
/// stays.
inline void expect_one(std::uint64_t changed, const std::string& row) {
    if (changed != 1)
        throw db::Fault{0, "changed " + std::to_string(changed) + " rows instead of one: " + row};
}

} // namespace joingate
