// The first line is a query, the rest a form body.
#include "tenancy/params.h"

#include "tests/fuzz/target.h"

#include <cctype>
#include <map>
#include <optional>

namespace joingate::fuzz {
namespace {

using Map = std::map<std::string, std::string>;

constexpr std::size_t kMost = 1000;
constexpr std::size_t kLongestName = 128;
constexpr std::size_t kLongestValue = 65536;
constexpr std::size_t kLongestShown = 64;

std::optional<std::string> decoded(std::string_view text) {
    std::string out;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] != '%') {
            out += text[i] == '+' ? ' ' : text[i];
            continue;
        }
        const std::string digits{text.substr(i + 1, 2)};
        if (digits.size() < 2 || std::isxdigit(static_cast<unsigned char>(digits[0])) == 0 ||
            std::isxdigit(static_cast<unsigned char>(digits[1])) == 0)
            return std::nullopt;
        out += static_cast<char>(std::stoi(digits, nullptr, 16));
        i += 2;
    }
    return out;
}

/// By the letter of the specification, without a thought for speed.
std::optional<Map> expected(std::string_view place, std::size_t& count) {
    Map map;
    std::string text{place};
    text += '&';
    for (std::size_t from = 0, to = 0; (to = text.find('&', from)) != std::string::npos;
         from = to + 1) {
        const auto pair = std::string_view{text}.substr(from, to - from);
        if (pair.empty()) continue;
        const auto equals = std::min(pair.find('='), pair.size());
        const auto name = decoded(pair.substr(0, equals));
        const auto value = decoded(pair.substr(std::min(equals + 1, pair.size())));
        if (!name || !value || name->size() > kLongestName || value->size() > kLongestValue ||
            ++count > kMost || !map.emplace(*name, *value).second)
            return std::nullopt;
    }
    return map;
}

Map as_map(const std::vector<Params::Pair>& pairs) {
    return {pairs.begin(), pairs.end()};
}

void check_lists(const Params& params) {
    for (const auto& [name, value] : params.all()) {
        must(params.sent(name) != nullptr && *params.sent(name) == value, "what came is found");
        must(params.find(name).has_value() == !value.empty(), "an empty value counts as absent");
        const auto dot = name.rfind('.');
        if (dot == std::string::npos) continue;
        const auto items = params.items(name.substr(0, dot));
        for (std::size_t i = 1; i < items.size(); ++i)
            must(items[i - 1].first < items[i].first, "a list is in order of its numbers");
        for (const auto& [number, item] : items)
            must(*params.find(name.substr(0, dot + 1) + std::to_string(number)) == item,
                 "an item has its number");
    }
}

} // namespace

void check(std::string_view input) {
    const auto [query, body] = cut(input);
    const auto parsed = Params::parse(query, body);

    std::size_t count = 0;
    const auto in_query = expected(query, count);
    const auto in_body = in_query ? expected(body, count) : std::nullopt;
    must((parsed.problem == Params::Problem::None) == in_body.has_value(),
         "exactly what the specification allows is taken");
    if (!in_body) {
        must(parsed.params.all().empty(), "of a refused request nothing is used");
        must(parsed.culprit.size() <= kLongestShown, "what a refusal quotes is short");
        for (const char c : parsed.culprit)
            must(c >= ' ' && c <= '~', "what a refusal quotes is printable");
        return;
    }
    auto merged = *in_body;
    merged.insert(in_query->begin(), in_query->end());
    must(as_map(parsed.params.all()) == merged, "the body wins");
    must(parsed.params.all().size() == merged.size(), "no name is there twice");
    must(std::vector<Params::Pair>(merged.begin(), merged.end()) == parsed.params.all(),
         "names are in byte order");
    must(as_map(parsed.params.query()) == *in_query, "the query is kept for its signature");
    check_lists(parsed.params);
}

} // namespace joingate::fuzz
