#include "handlers/quota.h"

#include "handlers/expect_one.h"
#include "sql/statements.h"

namespace joingate::quota {

std::int64_t limit(const Account& account, std::string_view quota) {
    const auto found = account.quotas.find(quota);
    // An account without a limit is a set-up mistake; nothing is the safe reading of it.
    return found == account.quotas.end() ? 0 : found->second;
}

void take(Call& call, std::string_view quota, Code exceeded) {
    if (call.db.change(statement::take_of_quota,
                       {{"quota", quota}, {"limit", limit(call.caller.account(), quota)}}) == 0)
        throw Error{exceeded};
}

void give_back(Call& call, std::string_view quota, std::int64_t count) {
    expect_one(call.db.change(statement::give_back_to_quota, {{"quota", quota}, {"count", count}}),
               "counter of a quota in use");
}

} // namespace joingate::quota
