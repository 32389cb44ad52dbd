#include "handlers/throttle.h"

#include "sql/statements.h"

namespace joingate::throttle {

void miss(Call& call, const Guess& guess, const MissLimits& limits) {
    const auto counted = call.db.change(statement::count_miss, {{"kind", guess.kind},
                                                                {"limit", limits.misses},
                                                                {"window", limits.window_millis},
                                                                {"block", limits.block_millis}});
    throw Error{counted == 0 ? guess.blocked : guess.missed}.keeping_changes();
}

void refuse_blocked(Call& call, const Guess& guess) {
    if (call.db.row(statement::blocked_guesser, {{"kind", guess.kind}})) throw Error{guess.blocked};
}

void confirm_hit(Call& call, const Guess& guess) {
    if (call.db.row(statement::blocked_guesser_by_now, {{"kind", guess.kind}}))
        throw Error{guess.blocked};
}

} // namespace joingate::throttle
