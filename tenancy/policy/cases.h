#pragma once

#include <iosfwd>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace joingate::policy {

enum class Verdict { Deny, Allow, InvalidPolicy };

/// "deny", "allow" or "invalid-policy".
std::string_view to_string(Verdict verdict);

/// One case of a file of policy decisions, in the format of spec "policy", section 11.
struct Case {
    enum class Holder { User, Group, Role, Session, Trust };

    /// A document and whom it is attached to.
    struct Attached {
        Holder holder = Holder::User;
        std::string holder_name; ///< empty for Session
        std::string text;        ///< of the document as it would be submitted
        std::string system;      ///< name of the system policy; empty where `text` counts
        bool stored = false;     ///< met at request time, not checked at creation
    };

    std::string name;
    Verdict expect = Verdict::Deny;
    std::string expected_error; ///< the code that InvalidPolicy comes with, else empty
    std::string why;

    std::string account;
    std::optional<std::string> user; ///< neither user nor role: the root account
    std::optional<std::string> role;
    std::vector<std::string> groups;
    std::vector<Attached> policies;
    std::string action;
    std::vector<std::string> resources;
    std::vector<std::pair<std::string, std::string>> context;
};

/// Throws std::runtime_error that names the case and the field where the file breaks the format; an
/// unknown field breaks it too, since a mistyped one would test nothing.
std::vector<Case> read_cases(std::istream& file);

struct Outcome {
    Verdict verdict = Verdict::Deny;
    std::string error;  ///< code of InvalidPolicy
    std::string reason; ///< of InvalidPolicy, for people
};

/// Checks the documents in the order of the list, then decides.
Outcome run(const Case& policy_case);

/// Verdict and code; the reason is free.
bool as_expected(const Case& policy_case, const Outcome& outcome);

} // namespace joingate::policy
