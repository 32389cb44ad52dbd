#include "tenancy/admin/limits.h"

#include "sql/statements.h"
#include "tenancy/admin/names.h"

#include <algorithm>

namespace joingate::admin {

void check_limit(std::string_view what, std::string_view words, std::size_t count,
                 std::size_t limit) {
    if (count >= limit)
        throw Refused{"LimitExceeded." + std::string{what} + ": at most " + std::to_string(limit) +
                      " " + std::string{words}};
}

void set_quota(const Catalog& catalog, const std::string& account, const std::string& quota,
               std::int64_t limit, const std::vector<std::string>& known) {
    if (std::find(known.begin(), known.end(), quota) == known.end()) {
        std::string message = "there is no quota " + quota + "; there are:";
        for (const auto& one : known)
            message += " " + one;
        throw Refused{message};
    }
    if (limit < 0) throw Refused{"a quota is a number from 0 on"};
    catalog.change_account(account, [&](db::Session& session) {
        session.change(statement::catalog_set_quota,
                       {{"account", account}, {"quota", quota}, {"limit", limit}});
        session.change(statement::catalog_add_quota_usage,
                       {{"account", account}, {"quota", quota}});
    });
}

bool unset_quota(const Catalog& catalog, const std::string& account, const std::string& quota) {
    std::uint64_t removed = 0;
    catalog.change_account(account, [&](db::Session& session) {
        removed = session.change(statement::catalog_unset_quota,
                                 {{"account", account}, {"quota", quota}});
    });
    return removed != 0;
}

QuotaRows list_quotas(const Catalog& catalog, std::string_view account) {
    QuotaRows rows;
    catalog.read_account(account, [&](db::Session& session) {
        rows.limits = session.rows(statement::catalog_quotas, {{"account", account}});
        rows.usage = session.rows(statement::catalog_quota_usage, {{"account", account}});
    });
    return rows;
}

void set_rate(const Catalog& catalog, const std::string& account, const std::string& action,
              std::int64_t per_second) {
    constexpr std::int64_t kMost = 65535;
    check_action_name(action);
    if (per_second < 1 || per_second > kMost)
        throw Refused{"a rate is 1 to 65535 calls per second; to stop an account, block it"};
    catalog.change_account(account, [&](db::Session& session) {
        session.change(statement::catalog_set_rate,
                       {{"account", account}, {"action", action}, {"limit", per_second}});
    });
}

bool unset_rate(const Catalog& catalog, const std::string& account, const std::string& action) {
    std::uint64_t removed = 0;
    catalog.change_account(account, [&](db::Session& session) {
        removed = session.change(statement::catalog_unset_rate,
                                 {{"account", account}, {"action", action}});
    });
    return removed != 0;
}

std::vector<db::Row> list_rates(const Catalog& catalog, std::string_view account) {
    std::vector<db::Row> rows;
    catalog.read_account(account, [&](db::Session& session) {
        rows = session.rows(statement::catalog_rates, {{"account", account}});
    });
    return rows;
}

} // namespace joingate::admin
