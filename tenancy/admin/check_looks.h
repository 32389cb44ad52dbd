#pragma once

#include "tenancy/admin/check_parts.h"

#include <cstddef>
#include <functional>
#include <string>
#include <utility>
#include <vector>

namespace joingate::admin {

/// A look at something; throws db::Failure where it cannot be looked at.
using Question = std::function<Differences()>;

/// Something to look at: how it is made, then what is in it.
struct Part {
    std::string where;
    Question structure;
    Question content;
};

/// Looks at parts, and again at those that were in doubt: what differs in a structure is told when
/// two looks saw the same. A look that failed saw nothing: what the second one cannot look at is
/// told as unseen. Throws what `reach` throws, called after each Unavailable: where nobody answers
/// any more, nothing else is asked.
class Looks {
public:
    Looks(CheckResult& result, std::function<void()> reach, std::size_t parts,
          const CheckProgress& progress)
        : result_{result}, reach_{std::move(reach)}, parts_{parts}, progress_{progress} {}

    /// Content of a structure that is in doubt waits for the second look: it may be under way.
    void first(Part part);
    /// After all first ones.
    void second();

private:
    struct Look {
        Differences found;
        std::string failure; ///< "" where it could look
    };

    Look look(const Question& question) const;
    void tell(Look look, const Part& part);

    CheckResult& result_;
    std::function<void()> reach_;
    std::size_t parts_;
    const CheckProgress& progress_;
    std::size_t done_ = 0;
    std::vector<std::pair<Part, Look>> doubts_;
};

} // namespace joingate::admin
