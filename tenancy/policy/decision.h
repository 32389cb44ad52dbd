#pragma once

#include "tenancy/policy/document.h"
#include "tenancy/policy/pattern.h"

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace joingate::policy {

/// The zero value denies. ExplicitDeny is also the answer where no policy could allow: a document
/// that cannot be understood (E9), another tenant's resource (E7), a question that is no question
/// (E12), more work than Effort::kMost.
enum class Decision { ExplicitDeny = 0, ImplicitDeny, Allow };

/// Who asks, with every document that applies to it. A null document is a stored one that cannot be
/// understood: it denies everything (E9).
struct Asker {
    std::string_view account; ///< numeric uid
    std::optional<std::string_view> user;
    std::optional<std::string_view> role; ///< a role session; exclusive with user
    std::vector<DocumentPtr> identity;    ///< of the user and its groups, or of the role
    std::optional<DocumentPtr> session;   ///< the Policy parameter of AssumeRole
    std::optional<DocumentPtr> trust;     ///< of the role that sts:AssumeRole asks for
};

/// Condition keys that are present, each once; names in any letter case.
using Context = std::vector<std::pair<std::string_view, std::string_view>>;

struct Question {
    std::string_view action;            ///< "linkwan:GetOwnedJoinPermission"
    std::vector<std::string> resources; ///< every ARN that is touched; all must be allowed (E6)
    Context context;
};

/// Decides by spec "policy", sections 2 to 4. Neither fails nor allocates; thread-safe.
Decision decide(const Asker& asker, const Question& question) noexcept;
/// The same; adds what it cost to `effort`.
Decision decide(const Asker& asker, const Question& question, Effort& effort) noexcept;

} // namespace joingate::policy
