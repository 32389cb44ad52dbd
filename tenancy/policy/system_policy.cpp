#include "tenancy/policy/document.h"
#include "tenancy/policy/pattern.h"

#include <algorithm>
#include <array>

namespace joingate::policy {
namespace {

struct SystemPolicy {
    std::string_view name;
    std::string_view text;
};

/// Get* hands out the downloads of security tuples with AliyunLinkWANReadOnlyAccess too; the
/// vendor's document stands as it is.
constexpr std::array<SystemPolicy, 6> kPolicies{{
    {"AdministratorAccess", R"({
  "Version": "1",
  "Statement": [
    {"Effect": "Allow", "Action": "*", "Resource": "*"}
  ]
})"},
    {"AliyunLinkWANFullAccess", R"({
  "Version": "1",
  "Statement": [
    {"Effect": "Allow", "Action": "linkwan:*", "Resource": "*"}
  ]
})"},
    {"AliyunLinkWANReadOnlyAccess", R"({
  "Version": "1",
  "Statement": [
    {
      "Effect": "Allow",
      "Action": ["linkwan:Get*", "linkwan:Count*", "linkwan:List*", "linkwan:Describe*", "linkwan:Check*"],
      "Resource": "*"
    }
  ]
})"},
    {"AliyunRAMFullAccess", R"({
  "Version": "1",
  "Statement": [
    {"Effect": "Allow", "Action": "ram:*", "Resource": "*"}
  ]
})"},
    {"AliyunRAMReadOnlyAccess", R"({
  "Version": "1",
  "Statement": [
    {
      "Effect": "Allow",
      "Action": ["ram:Get*", "ram:List*", "ram:GenerateCredentialReport"],
      "Resource": "*"
    }
  ]
})"},
    {"AliyunSTSAssumeRoleAccess", R"({
  "Version": "1",
  "Statement": [
    {"Effect": "Allow", "Action": "sts:AssumeRole", "Resource": "*"}
  ]
})"},
}};

using Compiled = std::array<DocumentPtr, kPolicies.size()>;

const Compiled& compiled() {
    static const Compiled documents = [] {
        Compiled parsed;
        std::transform(
            kPolicies.begin(), kPolicies.end(), parsed.begin(),
            [](const SystemPolicy& p) { return Document::parse(p.text, Kind::Identity); });
        return parsed;
    }();
    return documents;
}

/// The number of policies where there is none of this name.
std::size_t position_of(std::string_view name) {
    const auto* const found =
        std::find_if(kPolicies.begin(), kPolicies.end(), [&](const SystemPolicy& p) {
            return equals(p.name, name, LetterCase::Ignored);
        });
    return static_cast<std::size_t>(found - kPolicies.begin());
}

} // namespace

DocumentPtr system_policy(std::string_view name) {
    const auto position = position_of(name);
    return position < kPolicies.size() ? compiled()[position] : nullptr;
}

std::string_view system_policy_text(std::string_view name) {
    const auto position = position_of(name);
    return position < kPolicies.size() ? kPolicies[position].text : std::string_view{};
}

std::vector<std::string_view> system_policy_names() {
    std::vector<std::string_view> names;
    names.reserve(kPolicies.size());
    for (const auto& policy : kPolicies)
        names.push_back(policy.name);
    return names;
}

} // namespace joingate::policy
