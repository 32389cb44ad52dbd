#include "tenancy/nearest.h"

#include <Poco/Ascii.h>

#include <algorithm>
#include <cstddef>
#include <numeric>
#include <optional>

namespace joingate {
namespace {

/// Nobody mistypes a name as a text of this length, and the work is the product of both lengths.
constexpr std::size_t kLongest = 100;

/// How many letters must be put in, left out or changed to make one of the other (Levenshtein).
std::size_t distance(std::string_view one, std::string_view other) {
    std::vector<std::size_t> row(other.size() + 1);
    std::iota(row.begin(), row.end(), std::size_t{0});
    for (std::size_t i = 0; i < one.size(); ++i) {
        auto diagonal = row[0];
        row[0] = i + 1;
        for (std::size_t j = 0; j < other.size(); ++j) {
            const bool same = Poco::Ascii::toLower(one[i]) == Poco::Ascii::toLower(other[j]);
            const auto changed = diagonal + (same ? 0 : 1);
            diagonal = row[j + 1];
            row[j + 1] = std::min({changed, row[j] + 1, row[j + 1] + 1});
        }
    }
    return row.back();
}

/// None if more than a third of the letters are wrong.
std::optional<std::size_t> near(std::string_view wanted, std::string_view known) {
    constexpr std::size_t kRight = 3;
    const auto wrong = distance(wanted, known);
    if (wrong * kRight > std::max(wanted.size(), known.size())) return {};
    return wrong;
}

} // namespace

std::string_view nearest(std::string_view wanted, const std::vector<std::string_view>& known) {
    if (wanted.empty() || wanted.size() > kLongest) return {};
    const bool has_dot = wanted.find('.') != std::string_view::npos;
    std::string_view best;
    std::optional<std::size_t> least;
    for (const auto name : known) {
        auto wrong = near(wanted, name);
        if (!wrong && !has_dot) wrong = near(wanted, name.substr(name.find('.') + 1));
        if (!wrong || (least && *wrong >= *least)) continue;
        least = wrong;
        best = name;
    }
    return best;
}

} // namespace joingate
