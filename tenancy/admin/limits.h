#pragma once

#include "tenancy/admin/catalog.h"

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace joingate::admin {

/// The vendor's limits (spec "policy", section 6).
inline constexpr std::size_t kUsersPerAccount = 1000;
inline constexpr std::size_t kGroupsPerAccount = 50;
inline constexpr std::size_t kPoliciesPerAccount = 1500;
inline constexpr std::size_t kVersionsPerPolicy = 5;
inline constexpr std::size_t kKeysPerUser = 2;
inline constexpr std::size_t kGroupsPerUser = 5;
inline constexpr std::size_t kSystemPoliciesPerPrincipal = 20;
inline constexpr std::size_t kCustomPoliciesPerUser = 10;
inline constexpr std::size_t kCustomPoliciesPerGroup = 5;

/// Throws Refused with the code LimitExceeded.`what` unless one more than `count` fits.
void check_limit(std::string_view what, std::string_view words, std::size_t count,
                 std::size_t limit);

/// What an account may use, where it differs from the configured defaults.
void set_quota(const Catalog& catalog, const std::string& account, const std::string& quota,
               std::int64_t limit, const std::vector<std::string>& known);
/// False where the default held already.
bool unset_quota(const Catalog& catalog, const std::string& account, const std::string& quota);
struct QuotaRows {
    std::vector<db::Row> limits; ///< columns quota, quota_limit: deviations only
    std::vector<db::Row> usage;  ///< columns quota, used
};
QuotaRows list_quotas(const Catalog& catalog, std::string_view account);

/// Calls per second, 1..65535; action "*" stands for all without a row of their own.
void set_rate(const Catalog& catalog, const std::string& account, const std::string& action,
              std::int64_t per_second);
bool unset_rate(const Catalog& catalog, const std::string& account, const std::string& action);
/// Columns action, per_second.
std::vector<db::Row> list_rates(const Catalog& catalog, std::string_view account);

} // namespace joingate::admin
