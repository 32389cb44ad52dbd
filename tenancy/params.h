#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace joingate {

/// The parameters of a request after one decoding, query and form body merged (the body wins),
/// sorted by name in byte order. The set that is verified is the set that is used. Immutable once
/// built.
class Params {
public:
    using Pair = std::pair<std::string, std::string>;

    enum class Problem { None, BadEscape, Duplicate, TooMany, NameTooLong, ValueTooLong };

    /// Decodes `%XX` in either case and '+' as a space. `problem` tells why a request must be
    /// refused; `culprit` is the parameter's name, cut to what may be shown: 64 printable ASCII
    /// characters, anything else as '?'. Limits: spec "robustness", section 2; a name that is in
    /// both places counts twice.
    struct Parsed;
    static Parsed parse(std::string_view query, std::string_view form_body);

    Params() = default;

    /// None where it is absent; an empty value counts as absent (api.json, wire).
    std::optional<std::string_view> find(std::string_view name) const;
    /// A value of a list, and its number.
    using Item = std::pair<unsigned, std::string_view>;
    /// The values of NAME.0, NAME.1 and so on, by number, gaps ignored; empty ones count as absent.
    std::vector<Item> items(std::string_view name) const;
    /// Also finds an empty value: what was sent.
    const std::string* sent(std::string_view name) const;
    const std::vector<Pair>& all() const { return pairs_; }
    /// Only what came in the query, for the canonical query of signature V3.
    const std::vector<Pair>& query() const { return form_is_empty_ ? pairs_ : query_; }

private:
    std::vector<Pair> pairs_;
    /// A copy is needed only where a form body brought parameters too.
    std::vector<Pair> query_;
    bool form_is_empty_ = true;
};

struct Params::Parsed {
    Params params;
    Problem problem = Problem::None;
    std::string culprit;
};

} // namespace joingate
