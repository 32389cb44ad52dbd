#include "handlers/quota.h"

#include "handlers/expect_one.h"
#include "sql/statements.h"

namespace joingate::quota {

void take(Call& call, std::string_view quota, Code exceeded) {
    const auto& limits = call.caller.account().quotas;
    const auto limit = limits.find(quota);
    // An account without a limit is a set-up mistake; nothing is the safe reading of it.
    const std::int64_t most = limit == limits.end() ? 0 : limit->second;
    if (call.db.change(statement::take_of_quota, {{"quota", quota}, {"limit", most}}) == 0)
        throw Error{exceeded};
}

void give_back(Call& call, std::string_view quota, std::int64_t count) {
    expect_one(call.db.change(statement::give_back_to_quota, {{"quota", quota}, {"count", count}}),
               "counter of a quota in use");
}

} // namespace joingate::quota
