#pragma once

#include "handlers/action.h"

#include <string_view>

namespace joingate::throttle {

/// What can be guessed, and what is answered to who guesses.
struct Guess {
    std::string_view kind; ///< of the counter's row
    Code missed;
    Code blocked;
};

inline constexpr Guess kRenter{"RENTER", Code::RenterDoesNotExist,
                               Code::TooManyRenterNonExistentFailures};
inline constexpr Guess kPin{"PIN", Code::InvalidPinCode, Code::TooManyPinCodeVerificationFailures};

/// Ends the call with `missed`, and keeps the count of it; with `blocked` where the account is
/// blocked, also by a miss at the same time.
[[noreturn]] void miss(Call& call, const Guess& guess, const MissLimits& limits);

/// Throws `blocked` where the caller's account may not guess any more for now. Takes no lock.
void refuse_blocked(Call& call, const Guess& guess);

/// For a guess that hit: throws `blocked` where misses at the same time have blocked the account
/// since refuse_blocked() looked.
void confirm_hit(Call& call, const Guess& guess);

} // namespace joingate::throttle
