#include "tenancy/params.h"

#include <algorithm>
#include <charconv>
#include <cstddef>
#include <forward_list>
#include <iterator>

namespace joingate {
namespace {

constexpr std::size_t kMostParameters = 1000;
constexpr std::size_t kLongestName = 128;
constexpr std::size_t kLongestValue = std::size_t{64} * 1024;
constexpr std::size_t kLongestShown = 64;

using Pair = Params::Pair;

int hex_value(char digit) {
    if (digit >= '0' && digit <= '9') return digit - '0';
    if (digit >= 'A' && digit <= 'F') return digit - 'A' + 10;
    if (digit >= 'a' && digit <= 'f') return digit - 'a' + 10;
    return -1;
}

bool begins_with(std::string_view text, std::string_view prefix) {
    return text.substr(0, prefix.size()) == prefix;
}

// A lambda: algorithms inline it, which they do not do with a pointer to a function.
constexpr auto kIsEscape = [](char c) { return c == '%' || c == '+'; };

/// Appends the decoded text; false for a `%` that is not followed by two hex digits.
bool decode(std::string_view text, std::string& out) {
    auto plain = text.begin();
    while (true) {
        const auto escape = std::find_if(plain, text.end(), kIsEscape);
        out.append(plain, static_cast<std::size_t>(escape - plain));
        if (escape == text.end()) return true;
        if (*escape == '+') {
            out += ' ';
            plain = escape + 1;
            continue;
        }
        if (text.end() - escape < 3) return false;
        const int high = hex_value(escape[1]);
        const int low = hex_value(escape[2]);
        if (high < 0 || low < 0) return false;
        out += static_cast<char>(high * 16 + low);
        plain = escape + 3;
    }
}

/// A message quotes it: nothing that could break a line, a header or the encoding of a reply.
std::string showable(std::string_view name) {
    std::string shown{name.substr(0, kLongestShown)};
    std::replace_if(
        shown.begin(), shown.end(), [](char c) { return c < ' ' || c > '~'; }, '?');
    return shown;
}

struct Fault {
    Params::Problem problem = Params::Problem::None;
    std::string culprit;
};

/// A parameter whose value is still encoded: small enough to be sorted by moving it.
struct Field {
    std::string_view name;
    std::string_view raw_value;
};

/// The parameters of one place, query or form body, in order of their names.
class Place {
public:
    Place(std::string_view text, std::size_t at_most, Fault& fault) {
        fields_.reserve(std::min(text.size() / 16, at_most) + 1); // about what a parameter takes
        while (!text.empty() && fault.problem == Params::Problem::None) {
            const auto end = std::min(text.find('&'), text.size());
            if (end != 0) add(text.substr(0, end), at_most, fault);
            text.remove_prefix(std::min(end + 1, text.size()));
        }
        if (fault.problem == Params::Problem::None) sort(fault);
    }

    bool empty() const { return fields_.empty(); }
    std::size_t size() const { return fields_.size(); }

    void decode_into(std::vector<Pair>& pairs, Fault& fault) const {
        pairs.reserve(fields_.size());
        for (const auto& field : fields_) {
            auto& [name, value] = pairs.emplace_back();
            name = field.name;
            if (!decode(field.raw_value, value)) {
                fault = {Params::Problem::BadEscape, showable(name)};
                return;
            }
            if (value.size() > kLongestValue) {
                fault = {Params::Problem::ValueTooLong, showable(name)};
                return;
            }
        }
    }

private:
    void add(std::string_view text, std::size_t at_most, Fault& fault) {
        const auto equals = text.find('=');
        Field field{text.substr(0, equals), {}};
        if (equals != std::string_view::npos) field.raw_value = text.substr(equals + 1);

        if (std::any_of(field.name.begin(), field.name.end(), kIsEscape)) {
            std::string name;
            if (!decode(field.name, name)) {
                fault = {Params::Problem::BadEscape, showable(field.name)};
                return;
            }
            field.name = decoded_names_.emplace_front(std::move(name));
        }
        if (field.name.size() > kLongestName)
            fault = {Params::Problem::NameTooLong, showable(field.name)};
        else if (fields_.size() == at_most)
            fault = {Params::Problem::TooMany, showable(field.name)};
        else
            fields_.push_back(field);
    }

    void sort(Fault& fault) {
        std::sort(fields_.begin(), fields_.end(),
                  [](const Field& a, const Field& b) { return a.name < b.name; });
        const auto twin =
            std::adjacent_find(fields_.begin(), fields_.end(),
                               [](const Field& a, const Field& b) { return a.name == b.name; });
        if (twin != fields_.end()) fault = {Params::Problem::Duplicate, showable(twin->name)};
    }

    std::vector<Field> fields_;
    /// Names that had escapes; rare, and nodes do not move under the views of them.
    std::forward_list<std::string> decoded_names_;
};

bool by_name(const Pair& a, const Pair& b) {
    return a.first < b.first;
}

} // namespace

Params::Parsed Params::parse(std::string_view query, std::string_view form_body) {
    Parsed parsed;
    Fault fault;
    auto& params = parsed.params;

    const Place in_query{query, kMostParameters, fault};
    const Place in_form{form_body, kMostParameters - in_query.size(), fault};
    std::vector<Pair> form;
    if (fault.problem == Problem::None) in_query.decode_into(params.pairs_, fault);
    if (fault.problem == Problem::None) in_form.decode_into(form, fault);
    if (fault.problem != Problem::None) return {{}, fault.problem, std::move(fault.culprit)};

    if (!form.empty()) {
        params.form_is_empty_ = false;
        params.query_ = std::move(params.pairs_);
        params.pairs_.clear();
        params.pairs_.reserve(form.size() + params.query_.size());
        // Of equal names set_union keeps the one of the first range: the body wins.
        std::set_union(std::make_move_iterator(form.begin()), std::make_move_iterator(form.end()),
                       params.query_.begin(), params.query_.end(),
                       std::back_inserter(params.pairs_), by_name);
    }
    return parsed;
}

std::optional<std::string_view> Params::find(std::string_view name) const {
    const auto* value = sent(name);
    if (value == nullptr || value->empty()) return std::nullopt;
    return *value;
}

std::vector<Params::Item> Params::items(std::string_view name) const {
    const std::string prefix = std::string{name} + '.';
    const auto first =
        std::lower_bound(pairs_.begin(), pairs_.end(), prefix,
                         [](const Pair& pair, const std::string& key) { return pair.first < key; });

    std::vector<Item> found;
    for (auto pair = first; pair != pairs_.end() && begins_with(pair->first, prefix); ++pair) {
        const auto digits = std::string_view{pair->first}.substr(prefix.size());
        unsigned number = 0;
        const auto* end = digits.data() + digits.size();
        const auto [stopped, problem] = std::from_chars(digits.data(), end, number);
        const bool is_index = problem == std::errc{} && stopped == end &&
                              (digits.size() == 1 || digits.front() != '0');
        if (is_index && !pair->second.empty()) found.emplace_back(number, pair->second);
    }
    std::sort(found.begin(), found.end());
    return found;
}

const std::string* Params::sent(std::string_view name) const {
    const auto found =
        std::lower_bound(pairs_.begin(), pairs_.end(), name,
                         [](const Pair& pair, std::string_view key) { return pair.first < key; });
    return found != pairs_.end() && found->first == name ? &found->second : nullptr;
}

} // namespace joingate
